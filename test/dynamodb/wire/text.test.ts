import { ScanCommand } from '@aws-sdk/client-dynamodb'
import type { StaticOperationSchema } from '@smithy/types'
import t from 'tap'
import type { Command } from '../../../src/dynamodb/settings/settings.ts'
import { readValues } from '../../../src/dynamodb/wire/document.ts'
import { type Plan, planOf } from '../../../src/dynamodb/wire/plan.ts'
import { readText } from '../../../src/dynamodb/wire/text.ts'
import { JsonText } from '../../../src/json/json-text.ts'
import { stringify } from '../../../src/json/stringify.ts'
import { createRandom, type Random, readSeed } from '../../fixtures/random.ts'

const scan = new ScanCommand({ TableName: 'a-table' }) as unknown as Command
const plan = planOf((scan.schema as StaticOperationSchema)[5]) as Extract<
  Plan,
  { members: unknown }
>

/** Reads the same output by parsing it. */
function byValues(text: string): Record<string, string> {
  const output = readValues(plan, JSON.parse(text))
  return Object.fromEntries(Object.entries(output).map(([name, value]) => [name, stringify(value)]))
}

function byText(text: string): Record<string, string> | undefined {
  const output = readText(plan, Buffer.from(text), { format: 'json' })
  return (
    output &&
    Object.fromEntries(
      Object.entries(output).map(([name, value]) => [
        name,
        value instanceof JsonText ? value.text : stringify(value)
      ])
    )
  )
}

const strings = [
  '',
  'a',
  'naïve €',
  '𝒳',
  'a "quoted" one',
  'back\\slash\\',
  '{"S":"x"}',
  '\n\u0001',
  '\ud800',
  '__proto__',
  'S',
  'M',
  'NULL'
]
const numbers = [
  '0',
  '-0',
  '7',
  '-12',
  '10.25',
  '-0.5',
  '0.000001',
  '1E+30',
  '12.50',
  '5.',
  '.5',
  '007',
  '123456789012345',
  '9007199254740993',
  '-9.99999999999999999999999999999999999E+125',
  '0.12345678901234567890123456789012345678'
]

function attributeValue(random: Random, depth: number): object {
  const list = <T>(make: () => T) => Array.from({ length: random.between(0, 3) }, make)
  const next = () => attributeValue(random, depth - 1)
  const kinds = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS']
  switch (random.pick(depth > 0 ? [...kinds, 'L', 'M', 'L', 'M'] : kinds)) {
    case 'S':
      return { S: random.pick(strings) }
    case 'N':
      return { N: random.pick(numbers) }
    case 'B':
      return { B: 'AAEC' }
    case 'BOOL':
      return { BOOL: random.chance(0.5) }
    case 'NULL':
      return { NULL: true }
    case 'SS':
      return { SS: list(() => random.pick(strings)) }
    case 'NS':
      return { NS: list(() => random.pick(numbers)) }
    case 'BS':
      return { BS: ['AAEC', ''] }
    case 'L':
      return { L: list(next) }
    default:
      return { M: Object.fromEntries(list(() => [random.pick(strings), next()])) }
  }
}

function output(random: Random): object {
  const item = () => ({
    id: { S: random.pick(strings) },
    ...Object.fromEntries([[random.pick(strings), attributeValue(random, 4)]])
  })
  return {
    Count: 2,
    Items: [item(), item()],
    ScannedCount: 17,
    ConsumedCapacity: { TableName: 'a-table', CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } },
    LastEvaluatedKey: { id: { N: random.pick(numbers) } }
  }
}

t.test('an output read as text says what it says as values, number by number', async (t) => {
  const seed = readSeed(undefined)
  const random = createRandom(seed)
  for (let n = 0; n < 2_000; n++) {
    const text = JSON.stringify(output(random))
    const found = byText(text)
    if (JSON.stringify(found) !== JSON.stringify(byValues(text))) {
      t.same(found, byValues(text), `seed ${seed}: ${text}`)
    }
  }
  t.same(byText('{}'), {})
  t.same(byText('{"Items":[]}'), { Items: '[]' })
})

t.test('members without attribute values are values', async (t) => {
  const read = readText(plan, Buffer.from('{"Items":[{"id":{"S":"x"}}],"Count":1}'), {
    format: 'json'
  })
  t.same(read, { Items: new JsonText('[{"id":"x"}]'), Count: 1 })
})

t.test('typed values are passed on as they are', async (t) => {
  const Items = '[{"id":{"S":"x"},"n":{"N":"1E20"},"b":{"B":"AAEC"}}]'
  const read = readText(plan, Buffer.from(`{"Items":${Items},"Count":1}`), { format: 'dynamodb' })
  t.same(read, { Items: new JsonText(Items), Count: 1 })
})

t.test('text that is cut short, goes on, or is of another form is not read', async (t) => {
  const text = JSON.stringify(output(createRandom(1)))
  for (let length = 0; length < text.length; length++) {
    t.equal(byText(text.slice(0, length)), undefined, `${length}`)
  }
  for (const other of [
    `${text}}`,
    `${text},`,
    '[]',
    '"Items"',
    'null',
    '{"Count":}',
    '{"Count":1,}',
    '{"Items":}',
    '{"Items": []}',
    '{"Items":[{"id":{}}]}',
    '{"Items":[{"id":{"S":1}}]}',
    '{"Items":[{"id":{"N":1}}]}',
    '{"Items":[{"id":{"N":"abc"}}]}',
    '{"Items":[{"id":{"X":"x"}}]}',
    '{"Items":[{"id":{"SSSSS":"x"}}]}',
    '{"Items":[{"id":{"N":"Infinity"}}]}',
    '{"Items":[{"id":{"NULL":false}}]}',
    '{"Items":[{"id":{"BOOL":}}]}',
    '{"Items":[{"id":{"BOOL":tru}}]}',
    '{"Items":[{"id":{"BOOL":"true"}}]}',
    '{"Items":[{"id":{"S":"a\\qb"}}]}',
    '{"Items":[{"id":{"S":"a\nb"}}]}',
    '{"Items":[{"id":{"S":"x","N":"1"}}]}',
    '{"Items":[{"id":{"S":"x"}},]}',
    '{"Items":[{"id":{"S":"x"},}]}',
    '{"Items":[{"id" {"S":"x"}}]}',
    '{"Items":{"id":{"S":"x"}}}'
  ]) {
    t.equal(byText(other), undefined, other)
  }
})

t.test('numbers that grow when they are written out are read as values', async (t) => {
  for (const number of ['1E20', '1E-6', '123456789E10']) {
    const text = JSON.stringify({ Items: [{ id: { NS: Array(1_000).fill(number) } }] })
    t.equal(byText(text), undefined, number)
    t.match(byValues(text).Items, /^\[{"id":\[[\d.e-]+(,[\d.e-]+){999}\]}\]$/)
  }
})
