import type { Values } from './variables.ts'

export interface DatabaseConfig {
  kind: 'embedded' | 'endpoint' | 'aws'
  /** undefined: the embedded database, or AWS's endpoint for the region. */
  endpoint: string | undefined
  /** The folder of the embedded database; undefined: it is in memory. */
  path: string | undefined
  /**
   * The port of the loopback interface at which the embedded database speaks DynamoDB's protocol;
   * undefined: it has none.
   */
  port: number | undefined
  /** undefined: the SDK resolves the region. */
  region: string | undefined
  /** undefined: the SDK's provider chain resolves them. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

// DynamoDB Local accepts letters and digits only.
const PLACEHOLDER = { accessKeyId: 'test', secretAccessKey: 'test' }
// Matches hosts of AWS by the suffixes in the SDK's partitions.js, those of a VPC's endpoints
// included:
// https://docs.aws.amazon.com/general/latest/gr/rande.html
const AWS_HOST =
  /\.(?:amazonaws\.(?:com|com\.cn|eu)|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu))\.?$/

/** Says which database to use, with which region and credentials. */
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

// Says whether any credentials are configured. Otherwise the SDK would wait for the metadata
// service of a cloud that is not there.
function hasCredentials(env: Environment): boolean {
  return [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI'
  ].some((name) => env[name])
}
