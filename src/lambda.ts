import { createFunction } from './create-function.ts'
import { createFunctionSettings } from './dynamodb/settings/function-settings.ts'

// What is thrown here, Lambda reports as the function's initialization error.
export const handler = createFunction({
  env: process.env,
  createSettings: (options) => createFunctionSettings(options, process.env)
})
