import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { ErrorCodec } from '../wire/error-codec.ts'
import type { ClientOptions, ClientSettings } from './settings.ts'

// Settings come as the SDK's own protocolSettings, which name the service; only the codec is ours.
class DocumentProtocol extends AwsJson1_0Protocol {
  constructor(settings: ConstructorParameters<typeof AwsJson1_0Protocol>[0]) {
    super({ ...settings, jsonCodec: new ErrorCodec() })
  }
}

/** Takes the settings of the SDK's client: all its environment variables, files and chains hold. */
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
