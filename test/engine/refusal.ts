import { EngineError } from '../../src/engine/errors.ts'

/** Returns the name and message of the EngineError that a call ends in; throws any other error. */
export function refusal(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof EngineError) return `${error.type}: ${error.message}`
    throw error
  }
  return 'not refused'
}
