import t from 'tap'
import { applyUpdate } from '../../../src/engine/expressions/apply-update.ts'
import { evaluateCondition } from '../../../src/engine/expressions/evaluate-condition.ts'
import { bindKeyExpression } from '../../../src/engine/expressions/key-condition.ts'
import { type RawUpdate, toUpdate } from '../../../src/engine/legacy/attribute-updates.ts'
import { toProjection } from '../../../src/engine/legacy/attributes-to-get.ts'
import type { ComparisonOperator } from '../../../src/engine/legacy/comparisons.ts'
import type { ConditionalOperator } from '../../../src/engine/legacy/conditional-operator.ts'
import { type RawExpectation, toExpected } from '../../../src/engine/legacy/expected.ts'
import { type RawComparison, toFilter } from '../../../src/engine/legacy/filter.ts'
import { toKeyExpression } from '../../../src/engine/legacy/key-conditions.ts'
import type { Item } from '../../../src/engine/values/attribute-value.ts'
import { refusal } from '../refusal.ts'

const ITEM: Item = {
  s: { S: 'abc' },
  n: { N: '5' },
  l: { L: [{ S: 'x' }, { N: '1' }] },
  ss: { SS: ['a', 'b'] },
  m: { M: { a: { N: '1' } } },
  t: { BOOL: true }
}
const one = 'ValidationException: One or more parameter values were invalid:'

function holds(name: string, ComparisonOperator: ComparisonOperator, values?: unknown[]): boolean {
  const raw = { ComparisonOperator, ...(values && { AttributeValueList: values }) }
  const filter = toFilter({ [name]: raw }, undefined)
  return filter === undefined || evaluateCondition(filter, ITEM)
}

const expected = (raw: Record<string, RawExpectation | null>, operator?: ConditionalOperator) =>
  toExpected(raw, operator)

t.test('a comparison means what the same expression means', async (t) => {
  for (const [name, operator, values] of [
    ['s', 'EQ', [{ S: 'abc' }]],
    ['m', 'EQ', [{ M: { a: { N: '1.0' } } }]],
    ['ss', 'EQ', [{ SS: ['b', 'a'] }]],
    ['s', 'NE', [{ N: '5' }]],
    ['nope', 'NE', [{ S: 'abc' }]],
    ['n', 'LT', [{ N: '10' }]],
    ['n', 'GE', [{ N: '5' }]],
    ['n', 'NOT_NULL', undefined],
    ['nope', 'NULL', []],
    ['s', 'CONTAINS', [{ S: 'b' }]],
    ['l', 'CONTAINS', [{ N: '1' }]],
    ['ss', 'NOT_CONTAINS', [{ S: 'z' }]],
    ['s', 'NOT_CONTAINS', [{ BOOL: true }]],
    ['s', 'BEGINS_WITH', [{ S: 'ab' }]],
    ['n', 'IN', [{ N: '1' }, { N: '5' }]],
    ['n', 'BETWEEN', [{ N: '5' }, { N: '6' }]]
  ] as [string, ComparisonOperator, unknown[] | undefined][]) {
    t.ok(holds(name, operator, values), `${name} ${operator}`)
  }
  for (const [name, operator, values] of [
    ['nope', 'EQ', [{ S: 'abc' }]],
    ['nope', 'NOT_CONTAINS', [{ S: 'abc' }]],
    ['s', 'LT', [{ N: '1' }]],
    ['n', 'NULL', []],
    ['l', 'CONTAINS', [{ S: 'z' }]]
  ] as [string, ComparisonOperator, unknown[]][]) {
    t.notOk(holds(name, operator, values), `${name} ${operator}`)
  }
})

t.test('values that a comparison does not take are refused', async (t) => {
  const count = (operator: string) =>
    `${one} Invalid number of argument(s) for the ${operator} ComparisonOperator`
  for (const [operator, values, words] of [
    ['EQ', [], count('EQ')],
    ['NULL', [{ S: 'a' }], count('NULL')],
    ['IN', [], count('IN')],
    ['BETWEEN', [{ N: '1' }], count('BETWEEN')],
    [
      'IN',
      [{ N: '1' }, { S: 'a' }],
      `${one} AttributeValues inside AttributeValueList must be of same type`
    ],
    [
      'LT',
      [{ BOOL: true }],
      `${one} ComparisonOperator LT is not valid for BOOL AttributeValue type`
    ],
    [
      'CONTAINS',
      [{ SS: ['a'] }],
      `${one} ComparisonOperator CONTAINS is not valid for SS AttributeValue type`
    ],
    [
      'BETWEEN',
      [{ N: '2' }, { N: '1' }],
      'ValidationException: The BETWEEN condition was provided a range where the lower bound is greater than the upper bound'
    ]
  ] as [ComparisonOperator, unknown[], string][]) {
    t.equal(
      refusal(() => holds('n', operator, values)),
      words
    )
  }
})

t.test('Expected says what is there, or what is not', async (t) => {
  const is = (raw: Record<string, RawExpectation>, operator?: ConditionalOperator) => {
    const condition = expected(raw, operator)
    return condition === undefined || evaluateCondition(condition, ITEM)
  }
  t.ok(is({}))
  t.ok(is({ n: { Value: { N: '5.0' } }, nope: { Exists: false } }))
  t.ok(is({ n: { Exists: true, Value: { N: '5' } } }))
  t.notOk(is({ n: { Exists: false }, s: { Value: { S: 'abc' } } }))
  t.ok(is({ n: { Exists: false }, s: { Value: { S: 'abc' } } }, 'OR'))
  t.ok(is({ n: { ComparisonOperator: 'GT', Value: { N: '4' } } }))
})

t.test('an expectation that says nothing, or too much, is refused', async (t) => {
  for (const [raw, words] of [
    [{}, 'Value must be provided when Exists is null for Attribute: n'],
    [{ Exists: true }, 'Value must be provided when Exists is true for Attribute: n'],
    [
      { Exists: false, Value: { N: '1' } },
      'Value cannot be used when Exists is false for Attribute: n'
    ],
    [
      { ComparisonOperator: 'EQ' },
      'Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: n'
    ],
    [
      { ComparisonOperator: 'NULL', Exists: true },
      'Exists and ComparisonOperator cannot be used together for Attribute: n'
    ],
    [
      { AttributeValueList: [{ N: '1' }] },
      'AttributeValueList can only be used with a ComparisonOperator for Attribute: n'
    ],
    [
      { AttributeValueList: [{ N: '1' }], Value: { N: '1' } },
      'Value and AttributeValueList cannot be used together for Attribute: n'
    ],
    [null, 'ExpectedAttributeValue must not be null for Attribute: n']
  ] as [RawExpectation | null, string][]) {
    t.equal(
      refusal(() => expected({ n: raw })),
      `${one} ${words}`
    )
  }
  t.equal(
    refusal(() => expected({}, 'AND')),
    'ValidationException: ConditionalOperator cannot be used without Filter or Expected'
  )
  t.equal(
    refusal(() => expected({ n: { Exists: false } }, 'OR')),
    'ValidationException: ConditionalOperator can only be used when Filter or Expected has two or more elements'
  )
})

t.test('AttributeUpdates puts, adds and deletes', async (t) => {
  const update = (raw: Record<string, RawUpdate>): Item => applyUpdate(toUpdate(raw), ITEM, {})
  t.same(
    update({
      s: { Value: { S: 'new' } },
      n: { Action: 'ADD', Value: { N: '0.5' } },
      l: { Action: 'ADD', Value: { L: [{ S: 'y' }] } },
      ss: { Action: 'DELETE', Value: { SS: ['a'] } },
      t: { Action: 'DELETE' }
    }),
    {
      s: { S: 'new' },
      n: { N: '5.5' },
      l: { L: [{ S: 'x' }, { N: '1' }, { S: 'y' }] },
      ss: { SS: ['b'] },
      m: ITEM.m
    }
  )
  for (const [raw, words] of [
    [{ n: {} }, `${one} Only DELETE action is allowed when no attribute value is specified`],
    [
      { n: { Action: 'ADD', Value: { S: 'a' } } },
      `${one} ADD action is not supported for the type S`
    ],
    [
      { n: { Action: 'DELETE', Value: { N: '1' } } },
      `${one} DELETE action with value is not supported for the type N`
    ],
    [
      { n: { Action: 'ADD', Value: { SS: ['a'] } } },
      'ValidationException: Type mismatch for attribute to update'
    ],
    [
      { s: { Action: 'ADD', Value: { N: '1' } } },
      'ValidationException: Type mismatch for attribute to update'
    ]
  ] as [Record<string, RawUpdate>, string][]) {
    t.equal(
      refusal(() => update(raw)),
      words
    )
  }
})

t.test('KeyConditions takes what an index can find', async (t) => {
  const key: RawComparison = { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] }
  t.same(toKeyExpression({ p: key }), [{ attribute: 'p', operator: '=', values: [{ S: 'a' }] }])
  t.equal(
    refusal(() => toKeyExpression({})),
    'ValidationException: Conditions can be of length 1 or 2 only'
  )
  t.equal(
    refusal(() =>
      bindKeyExpression(
        toKeyExpression({ p: { ...key, ComparisonOperator: 'NE' } }),
        [{ AttributeName: 'p', KeyType: 'HASH' }],
        [{ AttributeName: 'p', AttributeType: 'S' }]
      )
    ),
    'ValidationException: Attempted conditional constraint is not an indexable operation'
  )
})

t.test('AttributesToGet names each attribute once', async (t) => {
  t.same(toProjection(['a.b', 'c']), { paths: [['a.b'], ['c']] })
  t.equal(
    refusal(() => toProjection(['a', 'a'])),
    `${one} Duplicate value in attribute name: a`
  )
})
