import { errorTypeRegistries } from '@aws-sdk/client-dynamodb'
// Imports the file, because the package's index would load the whole client. The bundler follows
// this path.
import { defaultEndpointResolver } from '@aws-sdk/client-dynamodb/dist-es/endpoint/endpointResolver.js'
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import { fromEnv } from '@aws-sdk/credential-provider-env'
import { resolveParams } from '@smithy/core/endpoints'
import { ErrorCodec } from '../wire/error-codec.ts'
import type { ClientOptions, ClientSettings } from './settings.ts'

/**
 * Makes a function's settings from the environment that Lambda gives it. The SDK's client, with its
 * files, provider chains and middleware, would be three quarters of a cold start.
 */
export function createFunctionSettings(
  options: ClientOptions,
  env: NodeJS.ProcessEnv
): ClientSettings {
  // The credentials do not change while an execution environment lives.
  let identity = options.credentials && Promise.resolve(options.credentials)
  const credentials = () => {
    identity ??= fromEnv()()
    return identity
  }
  const region = async () => options.region ?? ''
  const endpoint = options.endpoint ?? generalEndpoint(env)
  const config = {
    credentials,
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    useFipsEndpoint: env.AWS_USE_FIPS_ENDPOINT === 'true',
    useDualstackEndpoint: env.AWS_USE_DUALSTACK_ENDPOINT === 'true',
    accountIdEndpointMode: env.AWS_ACCOUNT_ID_ENDPOINT_MODE ?? 'preferred'
  }
  return {
    credentials,
    region,
    endpoint: async (command, input) =>
      defaultEndpointResolver(
        await resolveParams(input, command.constructor as never, config as never)
      ).url,
    protocol: new AwsJson1_0Protocol({
      defaultNamespace: 'com.amazonaws.dynamodb',
      serviceTarget: 'DynamoDB_20120810',
      errorTypeRegistries,
      jsonCodec: new ErrorCodec()
    })
  }
}

/**
 * Returns the endpoint for all services; the one for DynamoDB alone is an option.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
function generalEndpoint(env: NodeJS.ProcessEnv): string | undefined {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined
  return env.AWS_ENDPOINT_URL || undefined
}
