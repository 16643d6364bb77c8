import t from 'tap'
import type { AttributeValue } from '../../../src/engine/values/attribute-value.ts'
import { itemSize, valueSize } from '../../../src/engine/values/size.ts'

// Measured by the capacity that DynamoDB Local consumed for an item as the value grew over 1 KB.
const MEASURED: [AttributeValue, number][] = [
  [{ N: '0' }, 1],
  [{ N: '1' }, 2],
  [{ N: '12' }, 2],
  [{ N: '123' }, 3],
  [{ N: '1234' }, 3],
  [{ N: '12345' }, 4],
  [{ N: '-1' }, 3],
  [{ N: '-12' }, 3],
  [{ N: '1000' }, 2],
  [{ N: '0.1' }, 2],
  [{ N: '0.01' }, 2],
  [{ N: '0.12' }, 2],
  [{ N: '0.012' }, 3],
  [{ N: '1.2' }, 3],
  [{ N: '12.3' }, 3],
  [{ N: `1${'0'.repeat(125)}` }, 2],
  [{ N: '12345678901234567890123456789012345678' }, 20],
  [{ N: '-12345678901234567890123456789012345678' }, 21],
  [{ N: '1234567890123456789012345678901234567.8' }, 21],
  [{ NULL: true }, 1],
  [{ BOOL: false }, 1],
  [{ B: 'YWJj' }, 3],
  [{ SS: ['a', 'bb'] }, 3],
  [{ NS: ['1', '22'] }, 4],
  [{ BS: ['YQ=='] }, 1],
  [{ L: [] }, 3],
  [{ M: {} }, 3],
  [{ L: [{ S: 'abc' }] }, 7],
  [{ L: [{ N: '1' }, { NULL: true }] }, 8],
  [{ M: { a: { S: 'b' } } }, 6],
  [{ M: { abc: { M: { d: { L: [{ S: 'xx' }] } } } } }, 18],
  [{ S: 'é' }, 2],
  [{ S: '😀' }, 4]
]

t.test("a value's size is as AWS counts it", async (t) => {
  for (const [value, size] of MEASURED) t.equal(valueSize(value), size, JSON.stringify(value))
})

t.test("an item's size is that of its names and values", async (t) => {
  t.equal(itemSize({ id: { S: 'a' }, é: { N: '1' } }), 2 + 1 + 2 + 2)
})
