import type { Random } from '../../fixtures/random.ts'
import type { Call } from './context.ts'
import { placesOf, setAt } from './tree.ts'

const TOKEN = /\s+|[#:]?[A-Za-z0-9_]+|<>|<=|>=|./gu

/** What may be put among the tokens of an expression. */
const WORDS = [
  'AND',
  'OR',
  'NOT',
  'IN',
  'BETWEEN',
  'SET',
  'REMOVE',
  'ADD',
  'DELETE',
  '(',
  ')',
  '((',
  '))',
  ',',
  '.',
  '..',
  '[',
  ']',
  '[0]',
  '[01]',
  '[-1]',
  '[1.5]',
  '[99999999999]',
  '=',
  '<>',
  '<',
  '==',
  '!=',
  '+',
  '-',
  '*',
  '/',
  'a',
  'name',
  'Status',
  'size',
  'size(a)',
  'attribute_exists(a)',
  'attribute_exists(:zz)',
  'contains(a, a)',
  'begins_with(a)',
  'foo(a)',
  'if_not_exists(a, a)',
  'list_append(l, l)',
  'attribute_type(a, b)',
  '#zz',
  ':zz',
  '#',
  ':',
  '1',
  '1.5',
  '"a"',
  "'a'",
  ';',
  '@',
  '%',
  '\n',
  '\u00a0',
  'é',
  '😀',
  '_',
  '__proto__',
  '\u0000'
]

/** Damages one expression of a call: its tokens, its size or its depth. */
export function breakExpression(random: Random, { input }: Call): boolean {
  const places = placesOf(input).filter(
    ({ holder, key }) => key.endsWith('Expression') && typeof holder[key] === 'string'
  )
  if (places.length === 0) return false
  const place = random.pick(places)
  setAt(place, broken(random, String(place.holder[place.key])))
  return true
}

function broken(random: Random, expression: string): string {
  const tokens = expression.match(TOKEN) ?? []
  const at = random.between(0, Math.max(0, tokens.length - 1))
  switch (random.between(0, 13)) {
    case 0:
    case 1:
      return tokens.toSpliced(at, 1).join('')
    case 2:
      return tokens.toSpliced(at, 0, ` ${tokens[at]} `).join('')
    case 3:
    case 4:
    case 5:
      return tokens.toSpliced(at, 0, ` ${random.pick(WORDS)} `).join('')
    case 6:
    case 7:
    case 8:
      return tokens.toSpliced(at, 1, random.pick(WORDS)).join('')
    case 9:
      return expression.slice(0, random.between(0, expression.length))
    case 10:
      return `(${expression})`
    case 11:
      return random.pick([
        '',
        ' ',
        '\t',
        '()',
        `${expression} ${expression}`,
        `${expression}, ${expression}`
      ])
    case 12: {
      const count = random.pick([2, 10, 90, 160, 400])
      return Array.from({ length: count }, () => expression).join(
        random.pick([' AND ', ' OR ', ', '])
      )
    }
    default: {
      const count = random.pick([1, 2, 50, 350, 2_000])
      return random.pick([
        `${'('.repeat(count)}${expression}${')'.repeat(count)}`,
        `${'NOT '.repeat(count)}${expression}`,
        `${expression}${' '.repeat(count * 3)}`,
        `a${'.a'.repeat(count)} = ${expression}`,
        `${'a'.repeat(count)} = ${expression}`
      ])
    }
  }
}
