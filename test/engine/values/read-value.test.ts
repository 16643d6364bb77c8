import t from 'tap'
import type { AttributeValue } from '../../../src/engine/values/attribute-value.ts'
import { readAttributeValue, readItem } from '../../../src/engine/values/read-value.ts'
import { refusal } from '../refusal.ts'

const lists = (depth: number): unknown => {
  let value: unknown = { S: 'x' }
  for (let i = 0; i < depth; i++) value = { L: [value] }
  return value
}

t.test('a value becomes canonical', async (t) => {
  for (const [raw, canonical] of [
    [{ N: '1.0' }, { N: '1' }],
    [{ NS: ['3', '1.0', '20'] }, { NS: ['1', '3', '20'] }],
    [{ SS: ['b', 'a', ''] }, { SS: ['', 'a', 'b'] }],
    [{ BS: ['Yg==', 'YQ=='] }, { BS: ['YQ==', 'Yg=='] }],
    [{ S: '' }, { S: '' }],
    [{ L: [{ N: '01' }] }, { L: [{ N: '1' }] }]
  ] as [unknown, AttributeValue][]) {
    t.same(readAttributeValue(raw), canonical)
  }
})

t.test('what no attribute can be is refused', async (t) => {
  const one = 'One or more parameter values were invalid:'
  for (const [raw, words] of [
    [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [
      { S: 'a', N: '1' },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
    ],
    [{ NULL: false }, `${one} Null attribute value types must have the value of true`],
    [{ SS: [] }, `${one} An string set  may not be empty`],
    [{ NS: [] }, `${one} An number set  may not be empty`],
    [{ BS: [] }, `${one} Binary sets should not be empty`],
    [{ SS: ['a', 'a'] }, `${one} Input collection [a, a] contains duplicates.`],
    [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
    [
      { BS: ['YQ==', 'YQ=='] },
      `${one} Input collection [YQ==, YQ==]of type BS contains duplicates.`
    ],
    [{ SS: [null] }, `${one} An string set may not have a null string as a member`],
    [{ L: [null] }, 'The supplied Item contains a null AttributeValue'],
    [{ M: { a: null } }, 'The supplied Item contains a null AttributeValue: a is null'],
    [{ M: { '': { S: 'a' } } }, 'Empty attribute name'],
    [
      lists(32),
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'
    ]
  ] as [unknown, string][]) {
    t.equal(
      refusal(() => readAttributeValue(raw)),
      `ValidationException: ${words}`
    )
  }
})

t.test('a value may stand on level 32', async (t) => {
  t.same(readAttributeValue(lists(31)), lists(31))
})

t.test('an item keeps an attribute named __proto__', async (t) => {
  const item = readItem(JSON.parse('{"__proto__":{"N":"01"},"id":{"S":"a"}}'))
  t.equal(JSON.stringify(item), '{"__proto__":{"N":"1"},"id":{"S":"a"}}')
})

t.test('a name is neither empty nor longer than 65,535 bytes', async (t) => {
  t.equal(
    refusal(() => readItem({ '': { S: 'a' } })),
    'ValidationException: Empty attribute name'
  )
  t.equal(
    refusal(() => readItem({ ['é'.repeat(32_768)]: { S: 'a' } })),
    'ValidationException: Attribute name is too large, must be less than 65536 bytes'
  )
  t.ok(readItem({ ['x'.repeat(65_535)]: { S: 'a' } }))
})
