import { validationError } from '../errors.ts'
import type { KeyCondition } from '../expressions/key-condition.ts'
import { AFTER, bytesOf, partitionPlace, sortPlace, sortPlacePrefix } from '../store/keys.ts'
import type { Range } from '../store/store.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import { compareValues } from '../values/compare.ts'
import { checkKeyValue } from './check-keys.ts'
import type { Source } from './read-source.ts'

type SortCondition = NonNullable<KeyCondition['sort']>

/**
 * The keys of a partition for whose items a key condition holds; `prefix` is the table's or
 * index's.
 */
export function partitionRange(prefix: string, { partition, sort }: KeyCondition): Range {
  const start = prefix + partitionPlace(partition)
  const end = start + AFTER
  if (!sort) return { from: start, to: end }
  const [value, upper] = sort.values as [AttributeValue, AttributeValue?]
  const at = start + sortPlace(value)
  switch (sort.operator) {
    case '=':
      return { from: at, to: at + AFTER }
    case '<':
      return { from: start, to: at }
    case '<=':
      return { from: start, to: at + AFTER }
    case '>':
      return { from: at + AFTER, to: end }
    case '>=':
      return { from: at, to: end }
    case 'BETWEEN':
      return { from: at, to: start + sortPlace(upper as AttributeValue) + AFTER }
    case 'begins_with': {
      const begin = start + sortPlacePrefix(value)
      return { from: begin, to: begin + AFTER }
    }
  }
}

/** Says whether the condition on the sort key holds for a value of it. */
export function holdsForSort({ operator, values }: SortCondition, value: AttributeValue): boolean {
  const [first, last] = values as [AttributeValue, AttributeValue?]
  if (operator === 'begins_with') return bytesOf(value).startsWith(bytesOf(first))
  const order = compareValues(value, first)
  switch (operator) {
    case '=':
      return order === 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case 'BETWEEN':
      return order >= 0 && compareValues(value, last as AttributeValue) <= 0
  }
}

/** Throws where a key condition asks for a value that no key can have. */
export function checkConditionValues({ index, key }: Source, condition: KeyCondition): void {
  const values = [{ attribute: key.hash, value: condition.partition }]
  const [sort] = condition.sort?.operator === 'begins_with' ? [] : (condition.sort?.values ?? [])
  if (sort && key.range) values.push({ attribute: key.range, value: sort })
  for (const { attribute, value } of values) {
    if (!index) checkKeyValue(attribute, value, key)
    else if (bytesOf(value) === '') {
      throw validationError(
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
          `The AttributeValue for a key attribute cannot contain an empty ${attribute.type === 'S' ? 'string' : 'binary'} value. IndexName: ${index.name}, IndexKey: ${attribute.name}`
      )
    } else checkKeyValue(attribute, value, key)
  }
}
