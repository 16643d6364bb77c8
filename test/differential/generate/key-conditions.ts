import { word } from './conditions.ts'
import type { Context } from './context.ts'
import type { Placeholders } from './placeholders.ts'
import { type Index, keyValueOf, type Table } from './schema.ts'

/** Writes the condition on the keys of a table or an index, with or without one on the sort key. */
export function keyConditionOf(
  context: Context,
  placeholders: Placeholders,
  { hash, range }: Table | Index
): string {
  const { random } = context
  const equal = `${placeholders.name(hash.name)} = ${placeholders.value(keyValueOf(random, hash.type))}`
  if (!range || random.chance(0.4)) return equal
  const name = placeholders.name(range.name)
  const value = () => placeholders.value(keyValueOf(random, range.type))
  const second = secondOf()
  const and = word(context, 'AND')
  const parts = random.chance(0.1) ? [second, equal] : [equal, second]
  return random.chance(0.1) ? `(${parts[0]}) ${and} (${parts[1]})` : parts.join(` ${and} `)

  function secondOf(): string {
    const kind = random.between(0, 9)
    if (kind < 3) {
      return `${name} ${word(context, 'BETWEEN')} ${value()} ${word(context, 'AND')} ${value()}`
    }
    if (kind < 5 && range?.type !== 'N') return `begins_with(${name}, ${value()})`
    return `${name} ${random.pick(['=', '<', '<=', '>', '>='])} ${value()}`
  }
}
