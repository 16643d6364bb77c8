import { EngineError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'
import { evaluateCondition } from '../expressions/evaluate-condition.ts'
import type { FailureValues } from '../validation/requests.ts'
import type { Stored } from './stored.ts'

interface Conditional {
  condition?: Condition
  ReturnValuesOnConditionCheckFailure?: FailureValues
}

/**
 * Throws ConditionalCheckFailedException, with the item if the request asks for it, where a
 * condition does not hold.
 */
export function checkCondition(request: Conditional, before: Stored): void {
  if (!request.condition || evaluateCondition(request.condition, before.item())) return
  const item = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? before.item() : undefined
  throw new EngineError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    item ? { Item: item } : {}
  )
}
