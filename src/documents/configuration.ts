import type { Document } from './documents.ts'

/** What the documents say about one environment variable. */
export interface VariableWords {
  /** The default, or what it means if the variable is unset. */
  fallback?: string
  /** What the variable does, in Markdown. */
  meaning: string
  /** The only door that reads it; undefined: both do. */
  only?: 'server' | 'function'
}

type Variables = Readonly<Record<string, VariableWords>>

/** The variables that a newcomer needs. */
const BASIC = [
  'AWS_ENDPOINT_URL_DYNAMODB',
  'DYNAMODB',
  'TABLE_NAME',
  'TABLE_KEY',
  'ALLOWED_TABLES',
  'API_KEYS',
  'PORT'
]
const HEAD = '| variable | default | meaning |\n|---|---|---|\n'
const ONLY = { server: ' ¹', function: ' ²' }
const SDK_NAMES = [
  'AWS_REGION',
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN'
]

/** Makes the tables of variables and `.env.example`; `npm run documents` writes them. */
export function toConfigurationDocuments(variables: Variables): Document[] {
  const basic = Object.fromEntries(
    Object.entries(variables).filter(([name]) => BASIC.includes(name))
  )
  return [
    { path: 'docs/configuration.md', section: 'variables', text: toTable(variables) },
    { path: 'README.md', section: 'variables', text: toTable(basic) },
    { path: '.env.example', text: toEnvExample(variables) }
  ]
}

function toTable(variables: Variables): string {
  const rows = Object.entries(variables).map(([name, { fallback, meaning, only }]) => {
    const initial = fallback === undefined ? '–' : `\`${fallback}\``
    return `| \`${name}\`${only ? ONLY[only] : ''} | ${initial} | ${meaning} |\n`
  })
  return HEAD + rows.join('')
}

function toEnvExample(variables: Variables): string {
  const entries = Object.entries(variables).map(([name, { fallback = '', meaning, only }]) => {
    const where = only ? ` (the ${only} alone)` : ''
    return `# ${meaning.replaceAll('`', '')}${where}\n# ${name}=${fallback}\n`
  })
  return `${[
    '# Copy to .env, and take away the # before what you change. Each line shows the default; without a value: unset.\n' +
      '# A value with # or $ in it is written in single quotes; docs/configuration.md has the rules.\n',
    ...entries,
    '# The AWS SDK’s own variables hold beside these, among them:\n'
  ].join('\n')}${SDK_NAMES.map((name) => `# ${name}=\n`).join('')}`
}
