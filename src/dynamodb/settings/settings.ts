import type { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import type { AwsCredentialIdentity } from '@smithy/types'

/** A command of client-dynamodb; its class has the parameters of the endpoint rules. */
export interface Command {
  readonly schema?: unknown
  readonly input: object
}

/** What a call takes from the SDK: credentials, region, endpoint, and the reading of errors. */
export interface ClientSettings {
  /** Resolves with the same object until the credentials change. */
  credentials(): Promise<AwsCredentialIdentity>
  region(): Promise<string>
  /** Resolves with the endpoint of a command with this input. */
  endpoint(command: Command, input: object): Promise<URL>
  readonly protocol: AwsJson1_0Protocol
}

export interface ClientOptions {
  /** undefined: the endpoint of AWS. */
  endpoint?: string | undefined
  /** undefined: the SDK resolves the region. */
  region?: string | undefined
  /** undefined: the SDK's provider chain resolves them. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
}
