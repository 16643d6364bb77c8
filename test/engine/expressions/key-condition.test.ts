import t from 'tap'
import {
  bindKeyExpression,
  type KeyCondition
} from '../../../src/engine/expressions/key-condition.ts'
import { readKeyTerms } from '../../../src/engine/expressions/key-terms.ts'
import { parseCondition } from '../../../src/engine/expressions/parse-condition.ts'
import { Placeholders } from '../../../src/engine/expressions/placeholders.ts'
import type { KeySchemaElement } from '../../../src/engine/validation/requests.ts'
import { refusal } from '../refusal.ts'

const HASH: KeySchemaElement = { AttributeName: 'p', KeyType: 'HASH' }
const RANGE: KeySchemaElement = { AttributeName: 's', KeyType: 'RANGE' }
const VALUES = { ':a': { S: 'a' }, ':n': { N: '1' }, ':m': { N: '5' }, ':true': { BOOL: true } }

function bind(text: string, schema = [HASH, RANGE]): KeyCondition {
  const placeholders = new Placeholders(undefined, VALUES)
  const condition = parseCondition(text, placeholders, 'KeyConditionExpression')
  return bindKeyExpression(readKeyTerms(condition), schema, [
    { AttributeName: 'p', AttributeType: 'S' },
    { AttributeName: 's', AttributeType: 'N' }
  ])
}

t.test('a key condition says a partition and what holds for the sort key', async (t) => {
  const partition = { S: 'a' }
  const [one, five] = [{ N: '1' }, { N: '5' }]
  for (const [text, sort] of [
    ['p = :a', undefined],
    [':a = p', undefined],
    ['p = :a and s = :n', { operator: '=', values: [one] }],
    [':n < s and (p = :a)', { operator: '>', values: [one] }],
    ['p = :a and s <= :n', { operator: '<=', values: [one] }],
    ['(p = :a and s between :n and :m)', { operator: 'BETWEEN', values: [one, five] }]
  ] as const) {
    t.same(bind(text), sort ? { partition, sort } : { partition }, text)
  }
})

t.test('what no key condition can be is refused', async (t) => {
  const invalid = 'Invalid condition in KeyConditionExpression:'
  for (const [text, words] of [
    ['p = :a or s <> :n', 'Invalid operator used in KeyConditionExpression: OR'],
    ['not p = :a', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['p = :a and s <> :n', 'Invalid operator used in KeyConditionExpression: <>'],
    ['p = :a and s in (:n)', 'Invalid operator used in KeyConditionExpression: IN'],
    ['attribute_exists(p)', 'Invalid operator used in KeyConditionExpression: attribute_exists'],
    ['contains(p, :a)', 'Invalid operator used in KeyConditionExpression: contains'],
    ['size(p) = :n', 'KeyConditionExpressions cannot contain nested operations'],
    ['x.y = :a', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    [':a = :a', `${invalid} No key attribute specified`],
    ['p = s', `${invalid} Multiple attribute names used in one condition`],
    ['p between :a and s', `${invalid} Multiple attribute names used in one condition`],
    [
      ':n between s and :m',
      `${invalid} BETWEEN operator must have the key attribute as its first operand`
    ],
    [
      'begins_with(:a, p)',
      `${invalid} begins_with operator must have the key attribute as its first operand`
    ],
    ['p = :a and p > :a', 'KeyConditionExpressions must only contain one condition per key'],
    ['p = :a and s = :n and x = :n', 'Conditions can be of length 1 or 2 only'],
    ['s = :n', 'Query condition missed key schema element: p'],
    ['p = :a and x = :n', 'Query condition missed key schema element: s'],
    ['p > :a', 'Query key condition not supported'],
    ['begins_with(p, :a)', 'Query key condition not supported'],
    [
      'p = :n',
      'One or more parameter values were invalid: Condition parameter type does not match schema type'
    ],
    [
      'p = :a and begins_with(s, :a)',
      'One or more parameter values were invalid: Condition parameter type does not match schema type'
    ],
    [
      'p = :a and s < :true',
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'
    ]
  ] as const) {
    t.equal(
      refusal(() => bind(text)),
      `ValidationException: ${words}`,
      text
    )
  }
})

t.test('a table without a sort key takes one condition', async (t) => {
  t.same(bind('p = :a', [HASH]), { partition: { S: 'a' } })
  t.equal(
    refusal(() => bind('p = :a and s = :n', [HASH])),
    'ValidationException: Query key condition not supported'
  )
})
