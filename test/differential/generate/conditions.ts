import type { Context } from './context.ts'
import { pathOf } from './paths.ts'
import type { Placeholders } from './placeholders.ts'
import { nameOf, TYPES, type Value, valueFor, valueOfType } from './values.ts'

const COMPARATORS = ['=', '<>', '<', '<=', '>', '>=']
const ORDERED = ['S', 'N', 'B']

/** Writes a condition or a filter; `depth` bounds what stands in parentheses. */
export function conditionOf(context: Context, placeholders: Placeholders, depth = 3): string {
  const { random } = context
  const inner = () => conditionOf(context, placeholders, depth - 1)
  if (depth > 0 && random.chance(0.45)) {
    const kind = random.between(0, 9)
    if (kind < 3) return `${inner()} ${word(context, 'AND')} ${inner()}`
    if (kind < 6) return `${inner()} ${word(context, 'OR')} ${inner()}`
    if (kind < 8) return `${word(context, 'NOT')} ${inner()}`
    // What has parentheses itself would be redundant in them: those come by mutation.
    return `(${termOf(context, placeholders)})`
  }
  return termOf(context, placeholders)
}

function termOf(context: Context, placeholders: Placeholders): string {
  const { random } = context
  const path = () => pathOf(context, placeholders)
  const name = nameOf(random)
  const attribute = () => placeholders.name(name)
  const own = () => placeholders.value(valueFor(random, name))
  switch (random.between(0, 13)) {
    case 0:
    case 1:
      return `${attribute()} ${random.pick(['=', '<>'])} ${own()}`
    case 2:
      return `${path()} ${random.pick(['=', '<>'])} ${placeholders.value(valueFor(random, name))}`
    case 3:
      return `${path()} ${random.pick(COMPARATORS)} ${placeholders.value(orderedOf(context))}`
    case 4:
      return `${path()} ${random.pick(COMPARATORS)} ${path()}`
    case 5: {
      const operator = random.pick(COMPARATORS)
      const count = placeholders.value({ N: String(random.between(0, 5)) })
      return `size(${path()}) ${operator} ${count}`
    }
    case 6: {
      const type = random.pick(ORDERED)
      const bounds = [valueOfType(random, type), valueOfType(random, type)]
      const [low, high] = bounds.map((bound) => placeholders.value(bound))
      return `${path()} ${word(context, 'BETWEEN')} ${low} ${word(context, 'AND')} ${high}`
    }
    case 7: {
      const count = random.between(1, 4)
      const list = Array.from({ length: count }, () => (random.chance(0.2) ? path() : own()))
      return `${random.chance(0.5) ? attribute() : path()} ${word(context, 'IN')} (${list.join(', ')})`
    }
    case 8:
      return `attribute_exists(${path()})`
    case 9:
      return `attribute_not_exists(${path()})`
    case 10:
      return `attribute_type(${path()}, ${placeholders.value({ S: random.pick(TYPES) })})`
    case 11: {
      const prefix = placeholders.value(valueOfType(random, random.pick(['S', 'S', 'B'])))
      return `begins_with(${random.chance(0.5) ? placeholders.name('st') : path()}, ${prefix})`
    }
    case 12: {
      const list = () => placeholders.name(random.pick(['ss', 'ns', 'bs', 'l', 'st', 'bi']))
      const part = random.chance(0.9) ? placeholders.value(elementOf(context)) : path()
      return `contains(${random.chance(0.7) ? list() : path()}, ${part})`
    }
    default: {
      const first = placeholders.value(orderedOf(context))
      return `${first} ${random.pick(COMPARATORS)} ${path()}`
    }
  }
}

function orderedOf({ random }: Context): Value {
  return valueOfType(random, random.pick(ORDERED))
}

function elementOf({ random }: Context): Value {
  return valueOfType(random, random.pick(['S', 'S', 'N', 'N', 'B', 'BOOL', 'NULL', 'L', 'M']))
}

/** A keyword in one of its spellings. */
export function word({ random }: Context, keyword: string): string {
  if (random.chance(0.8)) return keyword
  return random.chance(0.5) ? keyword.toLowerCase() : keyword[0] + keyword.slice(1).toLowerCase()
}
