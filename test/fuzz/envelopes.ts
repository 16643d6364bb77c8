import fc from 'fast-check'
import type { Operation } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { ID, name, object, odd, quote, TABLE, text } from './json.ts'
import { payloadOf } from './payloads.ts'

const ODD_TABLES = [
  'no-such-table',
  '..',
  '../x',
  'arn:aws:dynamodb:us-east-1:000000000000:table/$$',
  'arn:aws:dynamodb:us-east-1:000000000000:table/$$/index/x',
  'arn:::::',
  'arn:aws:s3:::$$',
  '$$/index/x',
  '$$ ',
  '__proto__',
  'x'.repeat(256)
]

const ODD_OPERATIONS = ['__proto__', 'constructor', 'toString', 'Create', 'create ', '', 'PutItem']

const tableName = fc.oneof(
  { arbitrary: fc.constant(quote(TABLE)), weight: 40 },
  { arbitrary: fc.constantFrom(...ODD_TABLES).map(quote), weight: 2 },
  { arbitrary: odd, weight: 1 }
)

/** The member `format`, now and then with a wrong value. */
const FORMAT: fc.Arbitrary<[string, string]> = fc.tuple(
  fc.constant('"format"'),
  fc.oneof(
    { arbitrary: fc.constant('"dynamodb"'), weight: 40 },
    { arbitrary: fc.constantFrom('"json"', '"typed"', 'null', '[]'), weight: 1 }
  )
)

/**
 * Makes envelopes of one operation, whose members come in any order, twice, not at all, or with
 * others.
 */
function envelopeOf(
  operation: string,
  payload: fc.Arbitrary<string>,
  ...others: fc.Arbitrary<[string, string]>[]
): fc.Arbitrary<string> {
  const named = fc.oneof(
    { arbitrary: fc.constant(quote(operation)), weight: 40 },
    { arbitrary: fc.constantFrom(...ODD_OPERATIONS).map(quote), weight: 1 },
    { arbitrary: odd, weight: 1 }
  )
  const operationMember = fc.tuple(fc.constant('"operation"'), named)
  const tableMember = fc.tuple(fc.constant('"tableName"'), tableName)
  const payloadMember = fc.tuple(fc.constant('"payload"'), payload)
  const all = fc.tuple(operationMember, tableMember, payloadMember, ...others)
  const other = fc.tuple(
    fc.oneof(
      fc.constantFrom('"operation"', '"tableName"', '"payload"', '"idempotencyKey"', '"format"'),
      name
    ),
    odd
  )
  const keyMember = fc.tuple(
    fc.constant('"idempotencyKey"'),
    fc.oneof(fc.constant(quote(ID)), text)
  )
  return fc.oneof(
    { arbitrary: object(all), weight: 30 },
    {
      arbitrary: object(fc.tuple(payloadMember, ...others, operationMember, tableMember)),
      weight: 3
    },
    { arbitrary: object(fc.tuple(other, operationMember, tableMember, payloadMember)), weight: 2 },
    { arbitrary: object(fc.tuple(operationMember, tableMember, payloadMember, other)), weight: 1 },
    {
      arbitrary: object(
        fc.tuple(operationMember, tableMember, keyMember, payloadMember, ...others)
      ),
      weight: 1
    },
    { arbitrary: object(fc.tuple(tableMember, payloadMember)), weight: 1 },
    { arbitrary: object(fc.tuple(operationMember, payloadMember)), weight: 1 },
    { arbitrary: object(fc.tuple(operationMember, tableMember)), weight: 1 }
  )
}

const envelope = fc.oneof(
  ...Object.entries<Operation>(operations).flatMap(([operation, { payload }]) => [
    envelopeOf(operation, payloadOf(payload, 'json')),
    envelopeOf(operation, payloadOf(payload, 'dynamodb'), FORMAT)
  ])
)

/** A body before it is encoded: its text, what precedes it, where it is cut and what is damaged. */
export interface Body {
  text: string
  before?: string
  /** Where the body is cut, from 0 to 1. */
  cutAt?: number
  /** Where bytes that are no UTF-8 are inserted, from 0 to 1. */
  damage?: { at: number; bytes: readonly number[] }
}

const NO_UTF8 = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xe2]]
const place = fc.double({ min: 0, max: 1, noNaN: true })

export const body: fc.Arbitrary<Body> = fc.oneof(
  { arbitrary: envelope.map((text) => ({ text })), weight: 60 },
  {
    arbitrary: fc
      .tuple(
        envelope,
        fc.constantFrom('\uFEFF', '\uFEFF\uFEFF', '\0', ")]}'\n", ' \r\n\t', '\u00a0')
      )
      .map(([text, before]) => ({ text, before })),
    weight: 1
  },
  { arbitrary: fc.tuple(envelope, place).map(([text, cutAt]) => ({ text, cutAt })), weight: 1 },
  {
    arbitrary: fc
      .tuple(envelope, place, fc.constantFrom(...NO_UTF8))
      .map(([text, at, bytes]) => ({ text, damage: { at, bytes } })),
    weight: 1
  },
  { arbitrary: odd.map((text) => ({ text })), weight: 1 },
  { arbitrary: text.map((inner) => ({ text: inner.slice(1, -1) })), weight: 1 }
)

/** Encodes a body, and fills in its placeholders. */
export function toBytes({ text, before = '', cutAt = 1, damage }: Body, fill: Fill): Buffer {
  const whole = Buffer.from(before + fill(text))
  const bytes = whole.subarray(0, Math.ceil(whole.length * cutAt))
  if (!damage) return bytes
  const at = Math.floor(bytes.length * damage.at)
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(damage.bytes), bytes.subarray(at)])
}

export type Fill = (text: string) => string
