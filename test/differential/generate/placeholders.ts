import type { Random } from '../../fixtures/random.ts'
import type { Input } from './context.ts'
import type { Value } from './values.ts'

/** Words of AWS's list that cannot be attribute names in an expression, in different spellings. */
export const RESERVED = ['name', 'Status', 'DATE', 'values', 'count', 'abort', 'Zone', 'size']

const PLAIN = /^[A-Za-z][A-Za-z0-9_]*$/

/** Gives out the placeholders of one request and knows which it gave. */
export interface Placeholders {
  /** Writes an attribute's name into an expression. */
  name(attribute: string): string
  value(value: Value): string
  /** ExpressionAttributeNames and ExpressionAttributeValues, where there are any. */
  members(): Input
}

export function createPlaceholders(random: Random): Placeholders {
  const names = new Map<string, string>()
  const values = new Map<string, Value>()

  function name(attribute: string): string {
    const isPlain =
      PLAIN.test(attribute) &&
      !RESERVED.some((word) => word.toLowerCase() === attribute.toLowerCase())
    if (isPlain && !random.chance(0.15)) return attribute
    for (const [placeholder, known] of names) {
      if (known === attribute && random.chance(0.8)) return placeholder
    }
    const placeholder = `#${random.pick(['n', 'x_', '0', 'N'])}${names.size}`
    names.set(placeholder, attribute)
    return placeholder
  }

  function value(given: Value): string {
    const placeholder = `:${random.pick(['v', 'y_', '0', 'V'])}${values.size}`
    values.set(placeholder, given)
    return placeholder
  }

  function members(): Input {
    return {
      ...(names.size > 0 ? { ExpressionAttributeNames: Object.fromEntries(names) } : {}),
      ...(values.size > 0 ? { ExpressionAttributeValues: Object.fromEntries(values) } : {})
    }
  }

  return { name, value, members }
}
