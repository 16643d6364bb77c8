import { type Environment, kindOf } from './database.ts'
import type { Values } from './variables.ts'

/** Says what is no fault, and yet probably not meant: a sentence each. */
export function findWarnings(values: Values, env: Environment): string[] {
  const { TABLE_NAME, ALLOWED_TABLES, API_KEYS_FILE = [] } = values
  const kind = kindOf(values)
  const warnings: string[] = []
  // A function on AWS makes no table, and none of its requests asks for the default's.
  const isUsed = kind !== 'aws' || Boolean(env.TABLE_NAME)
  if (isUsed && ALLOWED_TABLES?.has(TABLE_NAME) === false) {
    warnings.push(
      `ALLOWED_TABLES has no ${TABLE_NAME}, the table of TABLE_NAME: requests that name it are 403`
    )
  }
  for (const [index, { tables = [] }] of API_KEYS_FILE.entries()) {
    const refused = Array.from(tables).filter((table) => ALLOWED_TABLES?.has(table) === false)
    if (refused.length > 0) {
      warnings.push(
        `API_KEYS_FILE: /${index}/tables has ${refused.join(', ')}, which ALLOWED_TABLES has not`
      )
    }
  }
  return [...warnings, ...findSdkWarnings(kind, env)]
}

/** The SDK of JavaScript does not read what the AWS command line reads; the embedded database needs none of it. */
function findSdkWarnings(kind: ReturnType<typeof kindOf>, env: Environment): string[] {
  if (kind === 'embedded' && env.AWS_ENDPOINT_URL) {
    return [
      'AWS_ENDPOINT_URL is not used by the embedded database: set AWS_ENDPOINT_URL_DYNAMODB, or DYNAMODB=aws'
    ]
  }
  if (kind === 'aws' && env.AWS_DEFAULT_REGION && !env.AWS_REGION && !env.AWS_PROFILE) {
    return ['AWS_DEFAULT_REGION is not read: set AWS_REGION']
  }
  return []
}
