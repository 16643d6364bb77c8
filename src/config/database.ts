import type { Values } from './variables.ts'

export interface DatabaseConfig {
  kind: 'embedded' | 'endpoint' | 'aws'
  /** undefined: the embedded one's, or AWS's for the region. */
  endpoint: string | undefined
  /** Where the embedded database keeps its files; undefined: in memory. */
  path: string | undefined
  /**
   * Of the loopback, at which the embedded database speaks DynamoDB's own protocol; undefined:
   * none.
   */
  port: number | undefined
  /** undefined: the SDK finds it. */
  region: string | undefined
  /** undefined: the SDK's own chain. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

// DynamoDB Local takes letters and digits only.
const PLACEHOLDER = { accessKeyId: 'test', secretAccessKey: 'test' }
// The suffixes of the public partitions, a VPC's endpoints among them, as the SDK's partitions.js
// has them:
// https://docs.aws.amazon.com/general/latest/gr/rande.html
const AWS_HOST =
  /\.(?:amazonaws\.(?:com|com\.cn|eu)|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu))\.?$/

/** Says where the database is, and as whom it is asked. */
export function toDatabaseConfig(values: Values, env: Environment): DatabaseConfig {
  const endpoint = values.AWS_ENDPOINT_URL_DYNAMODB
  const kind = kindOf(values)
  const region = env.AWS_REGION || undefined
  if (kind === 'aws') {
    return { kind, endpoint, path: undefined, port: undefined, region, credentials: undefined }
  }
  const isEmbedded = kind === 'embedded'
  // A profile has a region of its own, which a default would hide.
  const fallback = isEmbedded || !env.AWS_PROFILE ? 'us-east-1' : undefined
  return {
    kind,
    endpoint,
    path: values.EMBEDDED_PATH === ':memory:' ? undefined : values.EMBEDDED_PATH,
    port: values.EMBEDDED_PORT,
    region: region ?? fallback,
    credentials: isEmbedded || !hasCredentials(env) ? PLACEHOLDER : undefined
  }
}

function kindOf({ DYNAMODB, AWS_ENDPOINT_URL_DYNAMODB: endpoint }: Values): DatabaseConfig['kind'] {
  if (endpoint === undefined) return DYNAMODB
  return AWS_HOST.test(new URL(endpoint).hostname) ? 'aws' : 'endpoint'
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
