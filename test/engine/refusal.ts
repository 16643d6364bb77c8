import { EngineError } from '../../src/engine/errors.ts'

/** The name and words of the error that a call ends in; anything but an EngineError is thrown on. */
export function refusal(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof EngineError) return `${error.type}: ${error.message}`
    throw error
  }
  return 'not refused'
}
