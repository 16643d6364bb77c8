import t from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { eventually } from '../../fixtures/eventually.ts'
import { startScripted, startService } from '../../fixtures/service.ts'

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

t.test('a request’s id is a UUID of its own, in its answer and in its line', async (t) => {
  const { service } = await startScripted(t, () => {})
  const ids = new Set<string>()
  for (const envelope of [{ operation: 'ping' }, { operation: 'ping' }, '{']) {
    const { headers } = await service.post(envelope, { 'x-request-id': 'mine' })
    t.match(headers['x-amzn-requestid'], UUID)
    ids.add(headers['x-amzn-requestid'] ?? '')
  }
  t.equal(ids.size, 3)
  await eventually('their lines', () => service.logs.length === 3)
  t.same(
    service.logs.map(({ requestId }) => requestId),
    [...ids]
  )
})

t.test('one line per request says what happened, and never what was in it', async (t) => {
  const { endpoint } = await startEngine(t)
  const service = await startService(t, { endpoint, env: { API_KEYS: 'planted-api-key' } })
  const { tableName } = service
  const key = { 'x-api-key': 'planted-api-key' }
  const post = (operation: string, payload: unknown) =>
    service.post({ operation, tableName, payload }, key)
  await post('create', {
    Item: { id: 'planted-id', 'planted-name': 'planted-value' },
    ReturnConsumedCapacity: 'TOTAL'
  })
  await post('read', { Key: { id: 'planted-id' } })
  await post('create', {
    Item: { id: 'planted-id' },
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
  })
  await post('create', { Item: { id: 'planted-id', n: '\ud800' }, Planted: 'planted' })
  await service.post('{"planted', key)
  await service.post({ operation: 'ping' })
  t.equal(service.logs.length, 6)
  const [created, read, failed, refused, unread, forbidden] = service.logs
  t.match(created, {
    operation: 'create',
    tableName,
    statusCode: 200,
    retries: 0,
    consumedCapacity: 1
  })
  for (const member of ['ms', 'dynamodbMs']) t.type(created?.[member], 'number')
  t.type(created?.requestId, 'string')
  t.match(read, { operation: 'read', statusCode: 200 })
  t.notOk('consumedCapacity' in (read ?? {}))
  t.match(failed, { statusCode: 409, errorType: 'ConditionalCheckFailedException', retries: 0 })
  t.match(refused, {
    operation: 'create',
    tableName,
    statusCode: 400,
    errorType: 'ValidationException'
  })
  t.match(unread, { statusCode: 400, errorType: 'BadRequestException' })
  t.match(forbidden, { statusCode: 403, errorType: 'ForbiddenException' })
  t.notMatch(JSON.stringify(service.logs), /planted/i)
})
