import {
  DeleteCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'

interface WriteInput {
  ConditionExpression?: string
  Expected?: object
  ReturnValues?: string
  UpdateExpression?: string
  AttributeUpdates?: Record<string, { Action?: string; Value?: unknown }>
}

/**
 * What an attempt of unknown outcome allows: reads, writes that are the same when repeated, and writes that
 * DynamoDB applies once for their token (`keyed`) are sent again.
 */
export type Repeatable = 'read' | 'write' | 'keyed' | 'never'

/** Says whether sending a command a second time leaves the data, and the answer, as once would. */
export function repeatable(command: object): Repeatable {
  if (command instanceof TransactWriteCommand) {
    return command.input.ClientRequestToken === undefined ? 'never' : 'keyed'
  }
  const isUpdate = command instanceof UpdateCommand
  if (!isUpdate && !(command instanceof PutCommand) && !(command instanceof DeleteCommand)) {
    return 'read'
  }
  const input = command.input as WriteInput
  // A repeated write would meet its own traces: fail its condition, return what it has just written.
  if (input.ConditionExpression || input.Expected || input.ReturnValues?.endsWith('_OLD')) {
    return 'never'
  }
  return !isUpdate || isRepeatableUpdate(input) ? 'write' : 'never'
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

function isRepeatableUpdate({ UpdateExpression, AttributeUpdates = {} }: WriteInput): boolean {
  if (UpdateExpression !== undefined) {
    return UpdateExpression.length <= MAX_EXPRESSION && CONSTANT_UPDATE.test(UpdateExpression)
  }
  return Object.values(AttributeUpdates).every(
    ({ Action = 'PUT', Value }) => Action === 'PUT' || (Action === 'DELETE' && Value === undefined)
  )
}
