import Big from 'big.js'
import fc from 'fast-check'
import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { item } from './arbitraries.ts'
import { call, textOf } from './caller.ts'

const TableName = 'read-back'

t.test('an item is read back as it was written', async (t) => {
  const engine = await createEngine({})
  t.teardown(() => engine.close())
  await call(engine, 'CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST'
  })
  const Key = { id: { S: 'one' } }

  await fc.assert(
    fc.asyncProperty(item, async (attributes) => {
      const Item = { ...attributes, ...Key }
      await call(engine, 'PutItem', { TableName, Item })
      const { Item: read } = await call(engine, 'GetItem', { TableName, Key })
      t.equal(textOf(inFull(read)), textOf(inFull(Item)))
      const { Items } = await call(engine, 'Scan', { TableName })
      t.equal(textOf(inFull(Items)), textOf([inFull(Item)]))
    }),
    { numRuns: 500 }
  )
})

/** Writes every number with all its digits: `1e2` and `100` are one number. */
function inFull(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, inner: unknown) => {
    if (name === 'N' && typeof inner === 'string') return digitsOf(inner)
    if (name === 'NS' && Array.isArray(inner)) return inner.map(digitsOf)
    return inner
  })
}

function digitsOf(number: string): string {
  const fixed = new Big(number).toFixed()
  return fixed === '-0' ? '0' : fixed
}
