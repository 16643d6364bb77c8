import { operations } from '../../src/operations/table.ts'
import type { Facts, Json } from './caller.ts'

const Item = { id: '1234ABCD', number: 5 }
const Key = { id: '1234ABCD' }

export const walk: Facts = {
  'the lab’s walk is served: echo, create, list, read, update, delete': async (t, caller) => {
    const echo = await caller.json({
      operation: 'echo',
      payload: { somekey1: 'somevalue1', somekey2: 'somevalue2' }
    })
    t.same(echo.json, { somekey1: 'somevalue1', somekey2: 'somevalue2' })

    const literal = await caller.door.send({
      path: '/prod/DynamoDBManager',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: JSON.stringify({ operation: 'create', tableName: caller.tableName, payload: { Item } })
    })
    t.equal(literal.status, 200, 'the lab’s literal curl is served')
    t.same(Object.keys(JSON.parse(literal.body)), ['ResponseMetadata'])

    const list = await caller.run('list')
    const items = list.json.Items as Json[]
    t.same(
      items.filter(({ id }) => id === Key.id),
      [Item]
    )
    t.equal(list.json.Count, items.length)
    t.same((await caller.run('read', { Key })).json.Item, Item)

    const update = await caller.run('update', operations.update.example.payload)
    t.same(update.json.Attributes, { id: '1234ABCD', number: 6 })
    const gone = await caller.run('delete', operations.delete.example.payload)
    t.same(gone.json.Attributes, { id: '1234ABCD', number: 6 })
    t.notOk('Item' in (await caller.run('read', { Key })).json, 'a missing item: no Item member')
  }
}
