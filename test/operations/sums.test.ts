import t from 'tap'
import { addCapacity, capacityOfBatch } from '../../src/operations/sums.ts'

const units = (all: number) => ({
  CapacityUnits: all,
  ReadCapacityUnits: all,
  WriteCapacityUnits: all
})

t.test('what calls consumed is added at every place', async (t) => {
  const one = {
    TableName: 'x',
    ...units(1),
    Table: units(1),
    GlobalSecondaryIndexes: { a: units(2) }
  }
  const other = {
    TableName: 'x',
    ...units(0.5),
    Table: units(0.5),
    GlobalSecondaryIndexes: { a: units(3), b: units(4) },
    LocalSecondaryIndexes: { c: { CapacityUnits: 5 } }
  }
  const sum = {
    TableName: 'x',
    ...units(1.5),
    Table: units(1.5),
    GlobalSecondaryIndexes: { a: units(5), b: units(4) },
    LocalSecondaryIndexes: { c: { CapacityUnits: 5 } }
  }
  t.same(addCapacity(one, other), sum)
  t.same(addCapacity(other, one), sum)
  t.same(one.GlobalSecondaryIndexes, { a: units(2) }, 'what was given is as it was')
})

t.test('a call that says nothing adds nothing', async (t) => {
  const one = units(1)
  t.equal(addCapacity(undefined, undefined), undefined)
  t.same(addCapacity(undefined, one), one)
  t.same(addCapacity(one, undefined), one)
})

t.test('a batch has a list of its one table', async (t) => {
  t.same(capacityOfBatch([units(2)]), units(2))
  t.equal(capacityOfBatch([]), undefined)
  t.equal(capacityOfBatch(undefined), undefined)
})
