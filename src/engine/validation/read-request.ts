import type { OperationName, Requests } from './requests.ts'

/** Says whether this is the name of a call that the engine knows. */
export function isOperationName(_name: string): _name is OperationName {
  throw new Error('to be written')
}

/**
 * Reads a call's input, as JSON.parse makes it, and checks all that can be checked without the table, in AWS's
 * order and words. Throws EngineError: SerializationException for wrong JSON types, else ValidationException.
 */
export function readRequest<Name extends OperationName>(
  _operation: Name,
  _input: unknown
): Requests[Name] {
  throw new Error('to be written')
}
