import type { Repeats } from './database.ts'
import type { Call } from './operation.ts'

// This file decides which writes may be sent again if the outcome of an attempt is unknown.

/**
 * Says whether a call may be sent again after an attempt of unknown outcome; by default a write may
 * not.
 */
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
 * Says whether a put or a delete leaves the same data and answer when it is repeated. A repetition
 * would meet the first one's effect, and so fail its condition or return what was just written.
 */
export function isRepeatableWrite(payload: WritePayload): boolean {
  return !(
    payload.ConditionExpression ||
    payload.Expected ||
    payload.ReturnValues?.endsWith('_OLD')
  )
}

// Matches updates that only have `SET path = :value` and `REMOVE path`: anything else may depend on
// the item. A list index does too: setting beyond the end appends, and removing shifts the rest.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
const PATH = String.raw`[#\w][\w#.-]*`
const ASSIGNMENT = String.raw`${PATH}\s*=\s*:\w+`
const CLAUSE = String.raw`(?:SET\s+${ASSIGNMENT}(?:\s*,\s*${ASSIGNMENT})*|REMOVE\s+${PATH}(?:\s*,\s*${PATH})*)`
const CONSTANT_UPDATE = new RegExp(String.raw`^\s*${CLAUSE}(?:\s+${CLAUSE})*\s*$`, 'i')
/** DynamoDB refuses a longer expression (4 KB). */
const MAX_EXPRESSION = 4096

/**
 * Says whether an update leaves the same data and answer when it is repeated: it only sets
 * constants.
 */
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
