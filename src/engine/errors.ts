/**
 * An answer other than success, in DynamoDB's form: `type` is the error's name without its prefix,
 * `members` are what stands beside the message (`Item`, `CancellationReasons`).
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export class EngineError extends Error {
  readonly type: string
  readonly members: Readonly<Record<string, unknown>>

  constructor(type: string, message: string, members: Record<string, unknown> = {}) {
    super(message)
    this.name = 'EngineError'
    this.type = type
    this.members = members
  }
}

/** Makes the error of a request whose parameters are well typed and not valid. */
export function validationError(message: string): EngineError {
  return new EngineError('ValidationException', message)
}

/** Makes the ValidationException that most checks of an item's or a key's values begin with. */
export function invalidParameters(message: string): EngineError {
  return validationError(`One or more parameter values were invalid: ${message}`)
}

/** Makes the error of a request whose JSON is not of the call's form. */
export function serializationError(message: string): EngineError {
  return new EngineError('SerializationException', message)
}
