import { invalidParameters, validationError } from '../errors.ts'
import { applyUpdate } from '../expressions/apply-update.ts'
import type { Path } from '../expressions/path.ts'
import type { SetOperand, Update, UpdateAction } from '../expressions/update.ts'
import { bytesOf } from '../store/keys.ts'
import type { Index, Table } from '../tables/table.ts'
import { type AttributeValue, getAttribute, type Item, typeOf } from '../values/attribute-value.ts'
import { checkKeyPaths } from './check-paths.ts'

export const UPDATE_TOO_LARGE = 'Item size to update has exceeded the maximum allowed size'

const MAX_HASH_BYTES = 2048
const MAX_RANGE_BYTES = 1024

/**
 * Checks an update against a table's keys, before any item is read. Throws AWS's
 * ValidationException.
 */
export function checkUpdate(table: Table, update: Update | undefined): void {
  if (!update) return
  const { actions } = update
  for (const name of table.keyNames) {
    if (actions.some(({ path }) => path[0] === name)) {
      throw invalidParameters(`Cannot update attribute ${name}. This attribute is part of the key`)
    }
  }
  for (const index of table.indexes) checkIndexTypes(index, actions)
  checkKeyPaths(table, actions.flatMap(pathsOfAction))
}

function pathsOfAction(action: UpdateAction): Path[] {
  return action.kind === 'SET' ? [action.path, ...pathsOfOperand(action.operand)] : [action.path]
}

function pathsOfOperand(operand: SetOperand): Path[] {
  switch (operand.kind) {
    case 'value':
      return []
    case 'path':
      return [operand.path]
    case 'if_not_exists':
      return [operand.path, ...pathsOfOperand(operand.otherwise)]
    default:
      return [...pathsOfOperand(operand.left), ...pathsOfOperand(operand.right)]
  }
}

function checkIndexTypes({ key, name: indexName }: Index, actions: UpdateAction[]): void {
  for (const { name, type } of key.all) {
    const action = actions.find(({ path }) => path.length === 1 && path[0] === name)
    const actual = action && typeAfter(action)
    if (actual !== undefined && actual !== type) {
      throw invalidParameters(
        `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${actual} IndexName: ${indexName}`
      )
    }
  }
}

/** The type that an action gives its attribute, where the expression itself says it. */
function typeAfter(action: UpdateAction): string | undefined {
  switch (action.kind) {
    case 'SET':
      return typeOfOperand(action.operand)
    case 'ADD':
      return typeOf(action.value)
    default:
      return undefined
  }
}

function typeOfOperand(operand: SetOperand): string | undefined {
  switch (operand.kind) {
    case 'value':
      return typeOf(operand.value)
    case '+':
    case '-':
      return 'N'
    case 'list_append':
      return 'L'
    default:
      return undefined
  }
}

/**
 * The item after an update; without one, the item as it is or one of the key alone. An update that
 * only takes away makes no item (undefined) where there is none. Throws AWS's errors of operands
 * that do not fit, and of indexes' keys that the new item would have.
 */
export function changeItem(
  table: Table,
  update: Update | undefined,
  key: Item,
  before: Item | undefined
): Item | undefined {
  if (!update) return before ?? key
  const after = applyUpdate(update, before, key)
  if (!before && update.actions.every(takesAway)) return undefined
  for (const { key: shape } of table.indexes) {
    for (const { name, type } of shape.all) {
      const value = getAttribute(after, name)
      if (value) checkIndexKey(value, type, name === shape.hash.name)
    }
  }
  return after
}

function takesAway({ kind }: UpdateAction): boolean {
  return kind === 'REMOVE' || kind === 'DELETE'
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 * (ValidationError)
 */
function checkIndexKey(value: AttributeValue, type: string, isHash: boolean): void {
  if (typeOf(value) !== type) {
    throw validationError(
      'The update expression attempted to update the secondary index key to unsupported type'
    )
  }
  if (type === 'N') return
  const { length } = bytesOf(value)
  if (length === 0) {
    throw validationError(
      'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ' +
        `The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value.`
    )
  }
  if (length > (isHash ? MAX_HASH_BYTES : MAX_RANGE_BYTES)) {
    throw validationError(
      'The update expression attempted to update the secondary index key beyond allowed size limits'
    )
  }
}
