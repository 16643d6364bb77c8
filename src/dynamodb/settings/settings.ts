import type { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import type { AwsCredentialIdentity } from '@smithy/types'

/** A command of client-dynamodb; its class has the parameters of the endpoint rules. */
export interface Command {
  readonly schema?: unknown
  readonly input: object
}

/** What a call has to know, all of it the SDK's: as whom, where, and how an error is read. */
export interface ClientSettings {
  /** Resolves with the same object until the credentials change. */
  credentials(): Promise<AwsCredentialIdentity>
  region(): Promise<string>
  /** Resolves with the endpoint for a command with this input. */
  endpoint(command: Command, input: object): Promise<URL>
  readonly protocol: AwsJson1_0Protocol
}

export interface ClientOptions {
  /** undefined: AWS itself. */
  endpoint?: string | undefined
  /** undefined: the SDK finds it. */
  region?: string | undefined
  /** undefined: the SDK's own chain. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
}
