import t from 'tap'
import { Placeholders } from '../../../src/engine/expressions/placeholders.ts'
import { refusal } from '../refusal.ts'

const names = (raw: Record<string, string>): string =>
  refusal(() => new Placeholders(raw, undefined))
const values = (raw: Record<string, unknown>): string =>
  refusal(() => new Placeholders(undefined, raw))

t.test('placeholders that cannot be are refused', async (t) => {
  for (const [told, words] of [
    [names({}), 'ExpressionAttributeNames must not be empty'],
    [names({ a: 's' }), 'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'],
    [names({ '#': 's' }), 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#"'],
    [
      names({ '#a-b': 's' }),
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "#a-b"'
    ],
    [
      names({ [`#${'a'.repeat(255)}`]: 's' }),
      'ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too long; size of key: 256'
    ],
    [
      names({ '#a': '' }),
      'ExpressionAttributeNames contains invalid value: Empty attribute name for key #a'
    ],
    [values({}), 'ExpressionAttributeValues must not be empty'],
    [
      values({ v: { S: 'x' } }),
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"'
    ],
    [
      values({ ':v': {} }),
      'ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :v'
    ]
  ]) {
    t.equal(told, `ValidationException: ${words}`)
  }
})

t.test('what no expression used is told, names first', async (t) => {
  const placeholders = new Placeholders(
    { '#a': 'a', '#b': 'b' },
    { ':a': { S: 'a' }, ':b': { S: 'b' } }
  )
  placeholders.name('#b')
  const told = (): string => refusal(() => placeholders.finish())
  t.equal(
    told(),
    'ValidationException: Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}'
  )
  placeholders.name('#a')
  t.equal(
    told(),
    'ValidationException: Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :b}'
  )
  placeholders.value(':a')
  placeholders.value(':b')
  t.equal(told(), 'not refused')
})

t.test('a placeholder is an own member only', async (t) => {
  const placeholders = new Placeholders({ '#a': 'a' }, undefined)
  t.throws(() => placeholders.name('#constructor'))
  t.throws(() => placeholders.value(':constructor'))
})
