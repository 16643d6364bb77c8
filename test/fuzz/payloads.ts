import { Kind, type TSchema } from '@sinclair/typebox'
import fc from 'fast-check'
import { ID, name, number, object, odd, quote, text, value } from './json.ts'

/** Expressions with all that they refer to, so that the engine is reached and not only our checks. */
const COHERENT = {
  UpdateExpression: [
    'SET #a = :v',
    'SET #a = :v, n = :n REMOVE b',
    'ADD n :n',
    'SET n = if_not_exists(n, :n) + :n',
    'SET l = list_append(if_not_exists(l, :l), :l)',
    'REMOVE #a',
    'DELETE s :l',
    'SET #a.b[0].c = :v',
    'SET l[99999] = :v'
  ],
  ConditionExpression: [
    'attribute_not_exists(id)',
    'attribute_exists(id) OR n < :n',
    'NOT (#a = :v)',
    'size(#a) > :n AND begins_with(id, :s)',
    'contains(l, :v) OR n BETWEEN :n AND :n',
    'n IN (:n, :v, :s)',
    `${'('.repeat(40)}n = :n${')'.repeat(40)}`
  ],
  FilterExpression: ['n > :n', 'attribute_type(#a, :s)', '#a <> :v', 'size(id) >= :n'],
  ProjectionExpression: ['id', 'id, #a', '#a.b[0]', 'l[0], l[1], n', 'id, id', 'a.b, a']
} as const

type Expression = keyof typeof COHERENT

const ODD_EXPRESSIONS = [
  '',
  ' ',
  'SET',
  'SET a',
  'SET #missing = :missing',
  '((((((((((',
  'a = b = c',
  '#',
  ':',
  'size(size(a)) = :v',
  'SET a = :v SET b = :v',
  'é = :v',
  '[0]',
  'a[-1]',
  'a[1e9]',
  'a..b',
  '__proto__',
  '#a.__proto__',
  `a${'.a'.repeat(200)}`,
  `${'NOT '.repeat(500)}a = :v`,
  `SET ${Array.from({ length: 300 }, (_, n) => `a${n} = :v`).join()}`,
  `SET a = :v${' '.repeat(5_000)}`
]

/** One time in so many the grammar is left. */
const ODDITY = 25

function sometimesOdd(usual: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ arbitrary: usual, weight: ODDITY }, { arbitrary: odd, weight: 1 })
}

/** The item’s key: the request’s own name first, so that what it wrote can be found. */
const idMember: fc.Arbitrary<[string, string]> = fc
  .tuple(
    fc.constant('"id"'),
    fc.oneof(
      { arbitrary: fc.constant(quote(ID)), weight: 20 },
      { arbitrary: text.map((suffix) => `"${ID}${suffix.slice(1)}`), weight: 3 },
      { arbitrary: fc.constantFrom('null', '5', '[]', '{}', '""', '{"S":"1"}'), weight: 1 }
    )
  )
  .map(([key, id]) => [key, id])

function keyed(others: number): fc.Arbitrary<string> {
  const rest = fc.array(fc.tuple(name, sometimesOdd(value)), { maxLength: others })
  const withId = fc.tuple(idMember, rest).map(([id, members]) => [id, ...members])
  return object(
    fc.oneof(
      { arbitrary: withId, weight: 20 },
      { arbitrary: rest, weight: 1 },
      { arbitrary: fc.tuple(idMember, idMember), weight: 1 }
    ) as fc.Arbitrary<[string, string][]>
  )
}

const special: Record<string, fc.Arbitrary<string>> = {
  Item: keyed(4),
  Key: fc.oneof({ arbitrary: keyed(0), weight: 8 }, { arbitrary: keyed(1), weight: 1 }),
  ExpressionAttributeNames: fc.oneof(
    { arbitrary: fc.constantFrom('{"#a":"a"}', '{"#a":"number"}', '{}'), weight: 3 },
    { arbitrary: object(fc.array(fc.tuple(name, sometimesOdd(text)), { maxLength: 3 })), weight: 1 }
  ),
  ExpressionAttributeValues: fc
    .tuple(value, number)
    .map(([v, n]) => `{":v":${v},":n":${n},":s":"s",":l":[${v}]}`)
}

/** Writes a value of a schema, most of the time one that it allows. */
function textOf(schema: TSchema, member: string): fc.Arbitrary<string> {
  const known = special[member]
  if (known) return known
  if (schema[Kind] === 'Unknown') return value
  if (schema.enum) return sometimesOdd(fc.constantFrom(...schema.enum.map(quote)))
  switch (schema.type) {
    case 'object':
      return schema.properties ? membersOf(schema) : mapOf(schema.additionalProperties)
    case 'array':
      return fc
        .array(textOf(schema.items, ''), { maxLength: 3 })
        .map((items) => `[${items.join()}]`)
    case 'integer':
      return fc.oneof(fc.integer({ min: -1, max: 10 }).map(String), number)
    case 'boolean':
      return fc.constantFrom('true', 'false')
    default:
      return member in COHERENT ? expressionOf(member as Expression) : text
  }
}

function expressionOf(member: Expression): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...COHERENT[member]).map(quote), weight: 4 },
    { arbitrary: fc.constantFrom(...ODD_EXPRESSIONS).map(quote), weight: 1 },
    { arbitrary: text, weight: 1 }
  )
}

function mapOf(schema: TSchema): fc.Arbitrary<string> {
  return object(fc.array(fc.tuple(name, sometimesOdd(textOf(schema, ''))), { maxLength: 3 }))
}

const OPTIONAL = 0.15
const MISSING = 0.02
// Without these an expression says nothing.
const USUAL = ['ExpressionAttributeNames', 'ExpressionAttributeValues', 'UpdateExpression']

function membersOf(schema: TSchema): fc.Arbitrary<string> {
  const members = Object.entries(schema.properties as Record<string, TSchema>).map(
    ([member, inner]) => {
      const probability = schema.required?.includes(member)
        ? 1 - MISSING
        : USUAL.includes(member)
          ? 0.5
          : OPTIONAL
      return maybe(
        probability,
        fc.tuple(fc.constant(quote(member)), sometimesOdd(textOf(inner, member)))
      )
    }
  )
  const foreign = maybe(0.02, fc.tuple(fc.oneof(name, fc.constant('"TableName"')), odd))
  return object(fc.tuple(...members, foreign).map((pairs) => pairs.filter((pair) => pair !== null)))
}

function maybe<T>(probability: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof(
    { arbitrary: fc.constant(null), weight: Math.round((1 - probability) * 100) },
    { arbitrary, weight: Math.round(probability * 100) }
  )
}

/** Payloads of an operation, driven by its schema; without one, any JSON value. */
export function payloadOf(schema: TSchema | undefined): fc.Arbitrary<string> {
  return schema ? sometimesOdd(membersOf(schema)) : odd
}
