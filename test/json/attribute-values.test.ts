import t from 'tap'
import { refusal, reply } from '../fixtures/fake-engine.ts'
import { startScripted } from '../fixtures/service.ts'

const tableName = 'fault-table'
const create = { operation: 'create', tableName, payload: { Item: { id: '1' } } }
const read = { operation: 'read', tableName, payload: { Key: { id: '1' } } }

t.test('sets and binary that others wrote are arrays and base64', async (t) => {
  const { service } = await startScripted(t, (_call, response) =>
    reply(response, 200, {
      Item: {
        ss: { SS: ['a', 'b'] },
        ns: { NS: ['1', '9007199254740993'] },
        bs: { BS: ['AAE='] },
        b: { B: 'AAEC' },
        odd: { L: [{ N: '007' }, { N: '+5' }] },
        __proto__x: { NULL: true }
      }
    })
  )
  const { body } = await service.post(read)
  t.ok(
    body.startsWith(
      '{"Item":{"ss":["a","b"],"ns":[1,9007199254740993],"bs":["AAE="],"b":"AAEC","odd":[7,5],"__proto__x":null}'
    ),
    body
  )
})

t.test('an attribute named __proto__ is data, both ways', async (t) => {
  const { service, engine } = await startScripted(t, (_call, response) =>
    reply(response, 200, '{"Item":{"__proto__":{"M":{"__proto__":{"S":"x"}}},"id":{"S":"1"}}}')
  )
  const item = '{"__proto__":{"__proto__":"x"},"id":"1"}'
  const written = await service.post(
    `{"operation":"create","tableName":"${tableName}","payload":{"Item":${item}}}`
  )
  t.equal(written.status, 200)
  t.equal(
    JSON.stringify(engine.calls[0]?.input.Item),
    '{"__proto__":{"M":{"__proto__":{"S":"x"}}},"id":{"S":"1"}}'
  )
  t.ok((await service.post(read)).body.startsWith(`{"Item":${item}`))
})

t.test('a failed condition’s item keeps its numbers exact', async (t) => {
  const { service } = await startScripted(t, (_call, response) =>
    reply(response, 400, {
      ...refusal('ConditionalCheckFailedException'),
      Item: { id: { S: '1' }, n: { N: '9007199254740993' } }
    })
  )
  t.match((await service.post(create)).body, '"Item":{"id":"1","n":9007199254740993}')
})
