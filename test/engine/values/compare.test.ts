import fc from 'fast-check'
import t from 'tap'
import type { AttributeValue } from '../../../src/engine/values/attribute-value.ts'
import { compareValues, equalValues } from '../../../src/engine/values/compare.ts'
import { readAttributeValue } from '../../../src/engine/values/read-value.ts'

const read = (value: unknown): AttributeValue => readAttributeValue(value)

t.test('equality is deep, and by value', async (t) => {
  const map = { a: { L: [{ N: '1' }, { M: { b: { NULL: true } } }] }, c: { SS: ['x', 'y'] } }
  for (const [a, b] of [
    [{ N: '1.0' }, { N: '1' }],
    [{ N: '1e2' }, { N: '100' }],
    [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }],
    [{ NS: ['1', '2.0'] }, { NS: ['2', '1'] }],
    [{ BS: ['YQ==', 'Yg=='] }, { BS: ['Yg==', 'YQ=='] }],
    [{ M: map }, { M: { c: map.c, a: map.a } }]
  ]) {
    t.ok(equalValues(read(a), read(b)), JSON.stringify(a))
  }
  for (const [a, b] of [
    [{ S: '1' }, { N: '1' }],
    [{ SS: ['a'] }, { SS: ['a', 'b'] }],
    [{ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }],
    [{ L: [] }, { L: [{ S: 'a' }] }],
    [{ M: { a: { S: 'x' } } }, { M: { b: { S: 'x' } } }],
    [{ M: { a: { S: 'x' } } }, { M: { a: { S: 'y' } } }],
    [{ BOOL: true }, { BOOL: false }]
  ]) {
    t.notOk(equalValues(read(a), read(b)), JSON.stringify(a))
  }
})

t.test('__proto__ is a member like any other', async (t) => {
  const a = read(JSON.parse('{"M":{"__proto__":{"S":"x"}}}'))
  t.ok(equalValues(a, read(JSON.parse('{"M":{"__proto__":{"S":"x"}}}'))))
  t.notOk(equalValues(a, read({ M: { constructor: { S: 'x' } } })))
})

t.test('strings have the order of their UTF-8 bytes', async (t) => {
  t.ok(compareValues({ S: '\u{1F600}' }, { S: '\uFF00' }) > 0, 'not that of UTF-16')
  t.ok(compareValues({ S: 'a' }, { S: 'ab' }) < 0)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const order = Buffer.compare(Buffer.from(a), Buffer.from(b))
      return Math.sign(compareValues({ S: a }, { S: b })) === order
    })
  )
})

t.test('binaries have the order of their bytes as unsigned', async (t) => {
  t.ok(compareValues({ B: '/w==' }, { B: 'AQ==' }) > 0)
})

t.test('two types have no order', async (t) => {
  t.throws(() => compareValues({ S: '1' }, { N: '1' }), TypeError)
})
