import { createSdkSettings } from '../dynamodb/settings/sdk-settings.ts'
import type { Handler } from '../lambda/handler.ts'
import { createFunction } from './create-function.ts'

export type { Context, Handler } from '../lambda/handler.ts'

export interface FunctionOptions {
  /**
   * The variables that configure it (docs/configuration.md); the process's own if undefined. The SDK finds credentials
   * in the process's own.
   */
  env?: Readonly<Record<string, string | undefined>>
}

/**
 * Makes the handler of a Lambda function, once per execution environment: all its invocations share the
 * configuration and the connections. Throws a ConfigError that names every fault, which Lambda reports as the
 * function's initialization error.
 */
export function createHandler({ env = process.env }: FunctionOptions = {}): Handler {
  return createFunction({ env, createSettings: createSdkSettings })
}
