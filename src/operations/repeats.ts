import type { Repeats } from './database.ts'
import type { Call } from './operation.ts'

// What may be sent a second time, if nobody knows what the first did.

/** Says what an attempt of unknown outcome allows for this call; a write that says nothing is sent once. */
export function repeatsOf(call: Call, payload: object): Repeats {
  if (call.effect === 'read') return 'read'
  if (call.transaction === 'whole') return 'keyed'
  return call.isRepeatable?.(payload as never) ? 'write' : 'never'
}

interface WritePayload {
  ConditionExpression?: string
  Expected?: object
  ReturnValues?: string
}

interface UpdatePayload extends WritePayload {
  UpdateExpression?: string
  AttributeUpdates?: Record<string, { Action?: string; Value?: unknown }>
}

/**
 * Says whether a put or a delete leaves the data, and the answer, as one alone would: a repeated write would
 * meet its own traces, fail its condition, return what it has just written.
 */
export function isRepeatableWrite(payload: WritePayload): boolean {
  return !(
    payload.ConditionExpression ||
    payload.Expected ||
    payload.ReturnValues?.endsWith('_OLD')
  )
}

// Only `SET path = :value` and `REMOVE path`: anything else may depend on what is there. A list index does
// too: setting beyond the end appends, and removing shifts the rest.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
const PATH = String.raw`[#\w][\w#.-]*`
const ASSIGNMENT = String.raw`${PATH}\s*=\s*:\w+`
const CLAUSE = String.raw`(?:SET\s+${ASSIGNMENT}(?:\s*,\s*${ASSIGNMENT})*|REMOVE\s+${PATH}(?:\s*,\s*${PATH})*)`
const CONSTANT_UPDATE = new RegExp(String.raw`^\s*${CLAUSE}(?:\s+${CLAUSE})*\s*$`, 'i')
/** DynamoDB takes no longer expression. */
const MAX_EXPRESSION = 4096

/** Says the same of an update: it has to set constants. */
export function isRepeatableUpdate(payload: UpdatePayload): boolean {
  const { UpdateExpression, AttributeUpdates = {} } = payload
  if (!isRepeatableWrite(payload)) return false
  if (UpdateExpression !== undefined) {
    return UpdateExpression.length <= MAX_EXPRESSION && CONSTANT_UPDATE.test(UpdateExpression)
  }
  return Object.values(AttributeUpdates).every(
    ({ Action = 'PUT', Value }) => Action === 'PUT' || (Action === 'DELETE' && Value === undefined)
  )
}
