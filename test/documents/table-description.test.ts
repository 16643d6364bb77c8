import t from 'tap'
import {
  forTable,
  LAB_TABLE,
  type TableDescription
} from '../../src/documents/table-description.ts'

const orders: TableDescription = {
  name: 'orders',
  key: [
    { name: 'customer', type: 'N' },
    { name: 'number', type: 'S' }
  ]
}
const item = { id: '1234ABCD', number: 5 }
const rewritten = { customer: 1234, number: 'item', number_: 5 }

t.test('an item and a key have the table’s key at any depth, and nothing else is touched', (t) => {
  t.same(forTable({ Item: item }, orders), { Item: rewritten })
  t.same(forTable({ TransactItems: [{ Put: { Item: item } }] }, orders), {
    TransactItems: [{ Put: { Item: rewritten } }]
  })
  t.same(forTable({ Limit: 25, Items: [null, true, 'x'] }, orders), {
    Limit: 25,
    Items: [null, true, 'x']
  })
  t.end()
})

t.test('an expression on the key is for the partition key, by its name and with its value', (t) => {
  const payload = {
    KeyConditionExpression: '#id = :id AND #number = :number',
    ExpressionAttributeNames: { '#id': 'id', '#number': 'number' },
    ExpressionAttributeValues: { ':id': '1234ABCD', ':number': 5 }
  }
  t.same(forTable(payload, orders), {
    KeyConditionExpression: '#id = :id AND #number_ = :number_',
    ExpressionAttributeNames: { '#id': 'customer', '#number_': 'number_' },
    ExpressionAttributeValues: { ':id': 1234, ':number_': 5 }
  })
  t.end()
})

t.test('for the lab’s table an example is as it was', (t) => {
  t.same(forTable({ Key: { id: '1234ABCD' }, Item: item }, LAB_TABLE), {
    Key: { id: '1234ABCD' },
    Item: item
  })
  t.end()
})
