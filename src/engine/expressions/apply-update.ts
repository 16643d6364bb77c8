import { validationError } from '../errors.ts'
import { type AttributeValue, type Item, typed, typeOf } from '../values/attribute-value.ts'
import { addNumbers, subtractNumbers } from '../values/number.ts'
import { type SetType, subtract, unite } from '../values/sets.ts'
import { type Edit, editItem } from './edit-item.ts'
import type { Path } from './path.ts'
import { project } from './projection.ts'
import { readPath } from './read-path.ts'
import type { SetOperand, Update, UpdateAction } from './update.ts'

/**
 * The item after an update. The item before (missing: the key's attributes alone) is left as it is,
 * and all operands are read from it before anything is changed. Throws AWS's errors of operands
 * that do not fit, and of paths that lead nowhere, which come first.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function applyUpdate(update: Update, item: Item | undefined, key: Item): Item {
  const before = item ?? key
  for (const { path } of update.actions) {
    if (path.length > 1) checkParent(before, path)
  }
  const evaluation = new Evaluation(before, update.typeMismatch)
  const edits = update.actions.map(
    (action): Edit => ({ path: action.path, value: evaluation.valueAfter(action) })
  )
  return editItem(before, edits)
}

/**
 * What UPDATED_OLD and UPDATED_NEW answer of the item before and after: what is at the update's
 * paths there, without what is beside them.
 */
export function updatedAttributes(update: Update, item: Item): Item {
  return project({ paths: update.actions.map(({ path }) => path) }, item)
}

/** Reads the operands of one update from the item before it. */
class Evaluation {
  readonly #item: Item
  readonly #typeMismatch: string

  constructor(item: Item, typeMismatch: string) {
    this.#item = item
    this.#typeMismatch = typeMismatch
  }

  /** The value at an action's path once the action is done; undefined where nothing is left. */
  valueAfter(action: UpdateAction): AttributeValue | undefined {
    switch (action.kind) {
      case 'SET':
        return this.#evaluate(action.operand)
      case 'REMOVE':
        return undefined
      case 'ADD':
        return this.#add(readPath(this.#item, action.path), action.value)
      case 'DELETE':
        return this.#delete(readPath(this.#item, action.path), action.value)
    }
  }

  #evaluate(operand: SetOperand): AttributeValue {
    switch (operand.kind) {
      case 'value':
        return operand.value
      case 'path':
        return this.#read(operand.path)
      case 'if_not_exists': {
        const otherwise = this.#evaluate(operand.otherwise)
        return readPath(this.#item, operand.path) ?? otherwise
      }
      case 'list_append': {
        const left = this.#list(this.#evaluate(operand.left))
        return { L: [...left, ...this.#list(this.#evaluate(operand.right))] }
      }
      default: {
        const left = this.#number(this.#evaluate(operand.left))
        const right = this.#number(this.#evaluate(operand.right))
        return { N: operand.kind === '+' ? addNumbers(left, right) : subtractNumbers(left, right) }
      }
    }
  }

  #read(path: Path): AttributeValue {
    const value = readPath(this.#item, path)
    if (value !== undefined) return value
    throw validationError(
      'The provided expression refers to an attribute that does not exist in the item'
    )
  }

  #add(value: AttributeValue | undefined, addend: AttributeValue): AttributeValue {
    if (value === undefined) return addend
    if ('N' in addend) return { N: addNumbers(this.#number(value), addend.N) }
    // Only the legacy parameter adds to lists.
    if ('L' in addend) return { L: [...this.#list(value), ...addend.L] }
    const [type, a, b] = this.#sets(value, addend)
    return makeSet(type, unite(type, a, b))
  }

  #delete(value: AttributeValue | undefined, removed: AttributeValue): AttributeValue | undefined {
    if (value === undefined) return undefined
    const [type, a, b] = this.#sets(value, removed)
    const left = subtract(a, b)
    return left.length === 0 ? undefined : makeSet(type, left)
  }

  #sets(a: AttributeValue, b: AttributeValue): [SetType, string[], string[]] {
    const left = typed(a)
    const right = typed(b)
    if (left.type !== right.type) throw validationError(this.#typeMismatch)
    return [left.type as SetType, left.content as string[], right.content as string[]]
  }

  #list(value: AttributeValue): AttributeValue[] {
    if ('L' in value) return value.L
    throw validationError(this.#typeMismatch)
  }

  #number(value: AttributeValue): string {
    if ('N' in value) return value.N
    throw validationError(this.#typeMismatch)
  }
}

function makeSet(type: SetType, members: string[]): AttributeValue {
  return { [type]: members } as unknown as AttributeValue
}

function checkParent(item: Item, path: Path): void {
  const parent = readPath(item, path.slice(0, -1) as Path)
  const wanted = typeof path.at(-1) === 'number' ? 'L' : 'M'
  if (parent !== undefined && typeOf(parent) === wanted) return
  throw validationError('The document path provided in the update expression is invalid for update')
}
