import type { ApiKeyConfig } from './api-keys.ts'
import type { DatabaseConfig, Environment } from './database.ts'
import type { TableDefinition } from './table-definition.ts'

interface Checked {
  database: DatabaseConfig
  tables: readonly TableDefinition[]
  allowedTables: ReadonlySet<string> | undefined
  allowedOperations: ReadonlySet<string> | undefined
  apiKeys: readonly ApiKeyConfig[] | undefined
}

/** Returns a sentence for everything that is allowed but was probably not meant. */
export function findWarnings(config: Checked, env: Environment): string[] {
  const { allowedTables, allowedOperations, apiKeys = [] } = config
  return [
    ...findRefusedTables(config, env),
    ...apiKeys.flatMap((key, index) => [
      ...findRefused(`tables of key ${key.name ?? index}`, key.tables, allowedTables, 'TABLES'),
      ...findRefused(
        `operations of key ${key.name ?? index}`,
        key.operations,
        allowedOperations,
        'OPERATIONS'
      )
    ]),
    ...findSdkWarnings(config.database.kind, env)
  ]
}

function findRefusedTables(
  { database, tables, allowedTables }: Checked,
  env: Environment
): string[] {
  // A function on AWS makes no table, and no request to it uses the default table.
  if (database.kind === 'aws' && !env.TABLE_NAME && !env.TABLES_FILE) return []
  return tables
    .filter(({ TableName }) => allowedTables?.has(TableName) === false)
    .map(
      ({ TableName }) =>
        `ALLOWED_TABLES has no ${TableName}, a table of this service: requests that name it are 403`
    )
}

function findRefused(
  what: string,
  wanted: ReadonlySet<string> | undefined,
  allowed: ReadonlySet<string> | undefined,
  list: string
): string[] {
  const refused = Array.from(wanted ?? []).filter((name) => allowed?.has(name) === false)
  return refused.length > 0 ? [`ALLOWED_${list} has no ${refused.join(', ')}, of the ${what}`] : []
}

/**
 * Returns warnings for variables that the AWS command line reads and the JavaScript SDK does not.
 * The embedded database needs none of them.
 */
function findSdkWarnings(kind: DatabaseConfig['kind'], env: Environment): string[] {
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
