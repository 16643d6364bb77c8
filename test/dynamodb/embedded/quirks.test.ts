import t from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { startService } from '../../fixtures/service.ts'

// What dynalite cannot do: the service refuses it when the embedded database is behind it.

const { endpoint } = await startEngine(t)

t.test('the embedded engine refuses attributes named __proto__, which it would lose', async (t) => {
  const service = await startService(t, { endpoint, embedded: true })
  const Key = { id: 'proto' }
  const cases: [string, string, string][] = [
    ['create', '{"Item":{"id":"proto","__proto__":1}}', '/payload/Item/__proto__'],
    ['create', '{"Item":{"id":"proto","a":[{"__proto__":1}]}}', '/payload/Item/a/0/__proto__'],
    [
      'read',
      `{"Key":${JSON.stringify(Key)},"ExpressionAttributeNames":{"#p":"__proto__"},"ProjectionExpression":"#p"}`,
      '/payload/ExpressionAttributeNames/#p'
    ],
    [
      'read',
      `{"Key":${JSON.stringify(Key)},"ProjectionExpression":"id, __proto__"}`,
      '/payload/ProjectionExpression'
    ],
    [
      'update',
      `{"Key":${JSON.stringify(Key)},"UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"__proto__":1}}}`,
      '/payload/ExpressionAttributeValues/:v/__proto__'
    ],
    ['list', '{"AttributesToGet":["__proto__"]}', '/payload/AttributesToGet/0']
  ]
  for (const [operation, payload, place] of cases) {
    const answer = await service.post(
      `{"operation":"${operation}","tableName":"${service.tableName}","payload":${payload}}`
    )
    t.equal(answer.status, 400)
    t.ok(JSON.parse(answer.body).errorMessage.startsWith(`${place}:`), answer.body)
  }
  const list = await service.post({ operation: 'list', tableName: service.tableName })
  t.same(JSON.parse(list.body).Items, [])
  const text = await service.post({
    operation: 'create',
    tableName: service.tableName,
    payload: { Item: { id: 'text', a: '__proto__' } }
  })
  t.equal(text.status, 200, 'as a value it is text like any other')
})

t.test('the embedded engine refuses parentheses that would stop it', async (t) => {
  const service = await startService(t, { endpoint, embedded: true })
  const payloads = (condition: string) => ({
    create: { Item: { id: '1' }, ConditionExpression: condition },
    update: { Key: { id: '1' }, UpdateExpression: condition },
    list: { FilterExpression: condition },
    read: { Key: { id: '1' }, ProjectionExpression: condition }
  })
  for (const condition of ['('.repeat(10), `${'('.repeat(5)}a = b${')'.repeat(5)}`]) {
    for (const [operation, payload] of Object.entries(payloads(condition))) {
      const answer = await service.post({ operation, tableName: service.tableName, payload })
      t.equal(answer.status, 400)
      t.match(
        JSON.parse(answer.body).errorMessage,
        /^\/payload\/\w+Expression: expected at most 4 parentheses/
      )
    }
  }
  const list = async (FilterExpression: string) =>
    (
      await service.post({
        operation: 'list',
        tableName: service.tableName,
        payload: { FilterExpression }
      })
    ).status
  const nots = (times: number) => `${'NOT ('.repeat(times)}attribute_exists(id)${')'.repeat(times)}`
  t.equal(await list(nots(3)), 200)
  t.equal(await list(nots(4)), 400, 'those of a function count')
  const wide = Array(50).fill('(attribute_exists(id))').join(' AND ')
  t.equal(await list(wide), 200, 'beside each other there may be any number')
})
