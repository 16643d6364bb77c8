import type { Values } from './variables.ts'

export interface DatabaseConfig {
  kind: 'embedded' | 'endpoint' | 'aws'
  endpoint: string | undefined
  /** Where the embedded database keeps its files; undefined: in memory. */
  path: string | undefined
  /** undefined: the SDK finds it. */
  region: string | undefined
  /** undefined: the SDK's own chain. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

// DynamoDB Local takes letters and digits only.
const PLACEHOLDER = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Says where the database is, and as whom it is asked. */
export function toDatabaseConfig(values: Values, env: Environment): DatabaseConfig {
  const endpoint = values.AWS_ENDPOINT_URL_DYNAMODB
  const kind = endpoint ? 'endpoint' : values.DYNAMODB
  const region = env.AWS_REGION || undefined
  if (kind === 'aws') {
    return { kind, endpoint, path: undefined, region, credentials: undefined }
  }
  return {
    kind,
    endpoint,
    path: values.EMBEDDED_PATH === ':memory:' ? undefined : values.EMBEDDED_PATH,
    region: region ?? 'us-east-1',
    credentials: kind === 'embedded' || !hasCredentials(env) ? PLACEHOLDER : undefined
  }
}

// Without any, the SDK would ask the metadata service of a cloud that is not there, and wait.
function hasCredentials(env: Environment): boolean {
  return [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI'
  ].some((name) => env[name])
}
