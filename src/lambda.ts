import { createFunctionSettings } from './dynamodb/settings/function-settings.ts'
import { createFunction } from './package/create-function.ts'

// This runs once per execution environment, whose invocations share the configuration and the
// connections. Lambda reports an error that is thrown here as the function's initialization error.
export const handler = createFunction({
  env: process.env,
  createSettings: (options) => createFunctionSettings(options, process.env)
})
