import { createSdkSettings } from '../dynamodb/settings/sdk-settings.ts'
import type { Handler } from '../lambda/handler.ts'
import { createFunction } from './create-function.ts'

export type { Context, Handler } from '../lambda/handler.ts'

export interface FunctionOptions {
  /**
   * The variables that configure it (docs/configuration.md); those of the process if undefined. The
   * SDK always looks for credentials in those of the process.
   */
  env?: Readonly<Record<string, string | undefined>>
}

/**
 * Makes the handler of a Lambda function, once per execution environment: its invocations share the
 * configuration and the connections. Throws a ConfigError that names every fault; Lambda reports it
 * as the function's initialization error.
 */
export function createHandler({ env = process.env }: FunctionOptions = {}): Handler {
  return createFunction({ env, createSettings: createSdkSettings })
}
