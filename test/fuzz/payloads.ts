import { Kind, type TSchema } from '@sinclair/typebox'
import fc from 'fast-check'
import type { Format } from '../../src/operations/format.ts'
import { ID, name, number, object, odd, quote, TABLE, text, value } from './json.ts'
import { typedValue } from './typed.ts'

/**
 * Expressions whose placeholders are all defined, so that they get past our checks to the engine.
 */
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
  KeyConditionExpression: ['id = :id', 'id = :s', 'id = :id AND n > :n', 'begins_with(id, :s)'],
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

/** One in this many values breaks the grammar. */
const ODDITY = 25

function sometimesOdd(usual: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ arbitrary: usual, weight: ODDITY }, { arbitrary: odd, weight: 1 })
}

/** How one format writes the values of an item. */
interface Writing {
  value: fc.Arbitrary<string>
  /** Writes the value of a key, given its JSON string. */
  key(text: string): string
}

const WRITINGS: Record<Format, Writing> = {
  json: { value, key: (text) => text },
  dynamodb: { value: typedValue, key: (text) => `{"S":${text}}` }
}

const ODD_KEYS = ['null', '5', '[]', '{}', '""', '{"S":1}', '{"S":""}', '{"N":"5"}', '{"B":"AAEC"}']

/** Makes the item's key; it begins with the request's own name, by which the item can be found. */
function idMember({ key }: Writing): fc.Arbitrary<[string, string]> {
  const id = fc.oneof(
    { arbitrary: fc.constant(key(quote(ID))), weight: 20 },
    { arbitrary: text.map((suffix) => key(`"${ID}${suffix.slice(1)}`)), weight: 6 },
    { arbitrary: fc.constantFrom(...ODD_KEYS), weight: 1 }
  )
  return id.map((id) => ['"id"', id])
}

function keyed(writing: Writing, others: number): fc.Arbitrary<string> {
  const member = idMember(writing)
  const rest = fc.array(fc.tuple(name, sometimesOdd(writing.value)), { maxLength: others })
  const withId = fc.tuple(member, rest).map(([id, members]) => [id, ...members])
  return object(
    fc.oneof(
      { arbitrary: withId, weight: 20 },
      { arbitrary: rest, weight: 1 },
      { arbitrary: fc.tuple(member, member), weight: 1 }
    ) as fc.Arbitrary<[string, string][]>
  )
}

function listOf(element: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .oneof(
      { arbitrary: fc.array(element, { minLength: 1, maxLength: 3 }), weight: 20 },
      { arbitrary: fc.array(element, { maxLength: 110 }), weight: 1 }
    )
    .map((elements) => `[${elements.join()}]`)
}

/** Makes the members of a payload that must fit each other or the table. */
function specialOf(writing: Writing): Record<string, fc.Arbitrary<string>> {
  const item = keyed(writing, 4)
  const key = fc.oneof(
    { arbitrary: keyed(writing, 0), weight: 8 },
    { arbitrary: keyed(writing, 1), weight: 1 }
  )
  return {
    Item: item,
    Key: key,
    ExclusiveStartKey: key,
    Keys: listOf(key),
    Put: listOf(item),
    Delete: listOf(key),
    TableName: fc.constant(quote(TABLE)),
    ExpressionAttributeNames: fc.oneof(
      { arbitrary: fc.constantFrom('{"#a":"a"}', '{"#a":"number"}', '{}'), weight: 3 },
      {
        arbitrary: object(fc.array(fc.tuple(name, sometimesOdd(text)), { maxLength: 3 })),
        weight: 1
      }
    ),
    // DynamoDB refuses values that no expression uses, so most requests have only some of them.
    ExpressionAttributeValues: object(
      fc
        .tuple(writing.value, writing.value, fc.constant(writing.key(quote(ID))))
        .chain(([v, n, id]) =>
          fc.subarray<[string, string]>([
            ['":v"', v],
            ['":n"', n],
            ['":s"', writing.key('"s"')],
            ['":l"', v],
            ['":id"', id]
          ])
        )
    )
  }
}

/** Writes the payloads of one format. */
class Payloads {
  readonly #writing: Writing
  readonly #special: Record<string, fc.Arbitrary<string>>

  constructor(format: Format) {
    this.#writing = WRITINGS[format]
    this.#special = specialOf(this.#writing)
  }

  /** Writes a value for a schema, most of the time one that the schema allows. */
  #textOf(schema: TSchema, member: string): fc.Arbitrary<string> {
    // An entry of a transaction has members with these names, too.
    const known = schema.properties ? undefined : this.#special[member]
    if (known) return known
    if (schema[Kind] === 'Unknown') return this.#writing.value
    if (schema.enum) return sometimesOdd(fc.constantFrom(...schema.enum.map(quote)))
    switch (schema.type) {
      case 'object':
        return schema.properties ? this.membersOf(schema) : this.#mapOf(schema.additionalProperties)
      case 'array':
        return listOf(this.#textOf(schema.items, ''))
      case 'integer':
        return fc.oneof(fc.integer({ min: -1, max: 10 }).map(String), number)
      case 'boolean':
        return fc.constantFrom('true', 'false')
      default:
        return member in COHERENT ? expressionOf(member as Expression) : text
    }
  }

  #mapOf(schema: TSchema): fc.Arbitrary<string> {
    const member = fc.tuple(name, sometimesOdd(this.#textOf(schema, '')))
    return object(fc.array(member, { maxLength: 3 }))
  }

  membersOf(schema: TSchema): fc.Arbitrary<string> {
    const members = Object.entries(schema.properties as Record<string, TSchema>).map(
      ([member, inner]) =>
        [
          probabilityOf(schema, member),
          fc.tuple(fc.constant(quote(member)), sometimesOdd(this.#textOf(inner, member)))
        ] as const
    )
    const foreign = maybe(0.02, fc.tuple(fc.oneof(name, fc.constant('"TableName"')), odd))
    const any = object(
      fc
        .tuple(...members.map(([probability, member]) => maybe(probability, member)), foreign)
        .map((pairs) => pairs.filter((pair) => pair !== null))
    )
    if (schema.maxProperties === undefined) return any
    const one = object(fc.oneof(...members.map(([, member]) => fc.tuple(member))))
    return fc.oneof({ arbitrary: one, weight: ODDITY }, { arbitrary: any, weight: 1 })
  }
}

function expressionOf(member: Expression): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...COHERENT[member]).map(quote), weight: 4 },
    { arbitrary: fc.constantFrom(...ODD_EXPRESSIONS).map(quote), weight: 1 },
    { arbitrary: text, weight: 1 }
  )
}

const OPTIONAL = 0.15
const MISSING = 0.02
// An expression is useless without these, so they are usually present.
const USUAL = [
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'KeyConditionExpression',
  'UpdateExpression',
  'Put',
  'Delete'
]

function probabilityOf(schema: TSchema, member: string): number {
  if (schema.required?.includes(member)) return 1 - MISSING
  return USUAL.includes(member) ? 0.5 : OPTIONAL
}

function maybe<T>(probability: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof(
    { arbitrary: fc.constant(null), weight: Math.round((1 - probability) * 100) },
    { arbitrary, weight: Math.round(probability * 100) }
  )
}

const payloads: Record<Format, Payloads> = {
  json: new Payloads('json'),
  dynamodb: new Payloads('dynamodb')
}

/** Makes payloads by an operation's schema; without one, any JSON value. */
export function payloadOf(schema: TSchema | undefined, format: Format): fc.Arbitrary<string> {
  return schema ? sometimesOdd(payloads[format].membersOf(schema)) : odd
}
