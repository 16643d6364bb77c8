import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { ErrorCodec } from '../wire/error-codec.ts'
import type { ClientOptions, ClientSettings } from './settings.ts'

// Takes the SDK's own protocolSettings, which name the service, and replaces only the codec.
class DocumentProtocol extends AwsJson1_0Protocol {
  constructor(settings: ConstructorParameters<typeof AwsJson1_0Protocol>[0]) {
    super({ ...settings, jsonCodec: new ErrorCodec() })
  }
}

/**
 * Makes settings from the SDK's client, so that all its environment variables, files and chains
 * count.
 */
export function createSdkSettings({
  endpoint,
  region,
  credentials
}: ClientOptions): ClientSettings {
  const { config } = new DynamoDBClient({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    protocol: DocumentProtocol
  })
  return {
    credentials: () => config.credentials(),
    region: () => config.region(),
    endpoint: async (command, input) =>
      (await getEndpointFromInstructions(input, command.constructor as never, config)).url,
    protocol: config.protocol as DocumentProtocol
  }
}
