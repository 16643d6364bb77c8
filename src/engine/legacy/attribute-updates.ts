import { invalidParameters, validationError } from '../errors.ts'
import type { Update, UpdateAction } from '../expressions/update.ts'
import { type AttributeType, typeOf } from '../values/attribute-value.ts'
import { readAttributeValue } from '../values/read-value.ts'

/** An AttributeValueUpdate, of right JSON types. */
export interface RawUpdate {
  Action?: 'PUT' | 'ADD' | 'DELETE'
  Value?: unknown
}

const ADDED: AttributeType[] = ['N', 'SS', 'NS', 'BS', 'L']
const DELETED: AttributeType[] = ['SS', 'NS', 'BS']

/**
 * The update that AttributeUpdates means. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html
 */
export function toUpdate(raw: Record<string, RawUpdate | null>): Update {
  return {
    actions: Object.keys(raw).map((attribute) => readUpdate(attribute, raw[attribute] ?? {})),
    typeMismatch: 'Type mismatch for attribute to update'
  }
}

function readUpdate(attribute: string, { Action: action = 'PUT', Value }: RawUpdate): UpdateAction {
  if (attribute === '') throw validationError('Empty attribute name')
  if (Value === undefined) {
    if (action === 'DELETE') return { kind: 'REMOVE', path: [attribute] }
    throw invalidParameters('Only DELETE action is allowed when no attribute value is specified')
  }
  const value = readAttributeValue(Value)
  const type = typeOf(value)
  switch (action) {
    case 'PUT':
      return { kind: 'SET', path: [attribute], operand: { kind: 'value', value } }
    case 'ADD':
      if (!ADDED.includes(type)) {
        throw invalidParameters(`ADD action is not supported for the type ${type}`)
      }
      break
    case 'DELETE':
      if (!DELETED.includes(type)) {
        throw invalidParameters(`DELETE action with value is not supported for the type ${type}`)
      }
  }
  return { kind: action, path: [attribute], value }
}
