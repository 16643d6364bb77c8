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

t.test('typed numbers are sent as they are spelled, long ones without idle zeros', async (t) => {
  const { service, engine } = await startScripted(t, (_call, response) => reply(response, 200, {}))
  const digits = '12345678901234567890123456789012345678'
  const zeros = '0'.repeat(40)
  const write = async (Item: object) => {
    const { status, body } = await service.post({
      ...create,
      format: 'dynamodb',
      payload: { Item }
    })
    t.equal(status, 200, body)
    return engine.calls.at(-1)?.input.Item
  }
  const kept = {
    id: { S: zeros },
    odd: { L: [{ N: '007' }, { N: '+5' }, { N: '5.' }, { N: digits }] },
    b: { B: zeros },
    ss: { SS: [zeros] },
    [zeros]: { NULL: true }
  }
  t.same(await write(kept), kept)
  t.same(
    await write({
      ...kept,
      n: { N: `0.${digits}` },
      m: { M: { [zeros]: { L: [{ NS: ['1', `1.${zeros}`, `${zeros}2`] }] } } },
      large: { N: `1${zeros}` }
    }),
    {
      ...kept,
      n: { N: `.${digits}` },
      m: { M: { [zeros]: { L: [{ NS: ['1', '1', '2'] }] } } },
      large: { N: `1${zeros}` }
    }
  )
})

t.test('a long number is trimmed wherever a value stands, and nothing else is', async (t) => {
  const { service, engine } = await startScripted(t, (_call, response) => reply(response, 200, {}))
  const zeros = '0'.repeat(40)
  const payload = {
    KeyConditionExpression: zeros,
    ExpressionAttributeNames: { '#a': zeros },
    ExpressionAttributeValues: { ':v': { N: `${zeros}1` } },
    ExclusiveStartKey: { id: { N: `${zeros}1` } }
  }
  await service.post({ operation: 'query', tableName, format: 'dynamodb', payload })
  t.same(engine.calls[0]?.input, {
    ...payload,
    TableName: tableName,
    ExpressionAttributeValues: { ':v': { N: '1' } },
    ExclusiveStartKey: { id: { N: '1' } }
  })
})

t.test('a plain number of 38 digits is sent without the zero that says nothing', async (t) => {
  const { service, engine } = await startScripted(t, (_call, response) => reply(response, 200, {}))
  const digits = '12345678901234567890123456789012345678'
  const item = `{"id":"1","n":[0.${digits},-0.${digits},${digits}00,1.${digits.slice(1)}e-9]}`
  await service.post(`{"operation":"create","tableName":"${tableName}","payload":{"Item":${item}}}`)
  t.same(engine.calls[0]?.input.Item, {
    id: { S: '1' },
    n: {
      L: [
        { N: `.${digits}` },
        { N: `-.${digits}` },
        { N: `${digits}00` },
        { N: `1.${digits.slice(1)}e-9` }
      ]
    }
  })
})
