import { type Facts, type Json, newId } from './caller.ts'

export const answers: Facts = {
  'an answer has AWS’s members, in AWS’s order': async (t, caller) => {
    const { json } = await caller.run('create', {
      Item: { id: newId() },
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL'
    })
    t.same(Object.keys(json), ['ConsumedCapacity', 'ResponseMetadata'])
    const list = await caller.run('list', { Limit: 1, ReturnConsumedCapacity: 'TOTAL' })
    t.same(
      Object.keys(list.json).filter((name) => name !== 'LastEvaluatedKey'),
      ['Items', 'Count', 'ScannedCount', 'ConsumedCapacity', 'ResponseMetadata']
    )
  },

  'ResponseMetadata is boto3’s: DynamoDB’s id, status, headers, and the retries': async (
    t,
    caller
  ) => {
    const { json } = await caller.run('create', { Item: { id: newId() } })
    const metadata = json.ResponseMetadata as Json
    t.same(Object.keys(metadata), ['RequestId', 'HTTPStatusCode', 'HTTPHeaders', 'RetryAttempts'])
    t.equal(metadata.HTTPStatusCode, 200)
    t.equal(metadata.RetryAttempts, 0)
    const headers = metadata.HTTPHeaders as Record<string, string>
    t.equal(headers['x-amzn-requestid'], metadata.RequestId)
    for (const [name, value] of Object.entries(headers)) {
      t.equal(name, name.toLowerCase())
      t.type(value, 'string')
    }
  },

  'a page without items is an empty array': async (t, caller) => {
    const none = await caller.run('list', {
      FilterExpression: 'id = :none',
      ExpressionAttributeValues: { ':none': newId() }
    })
    t.same(none.json.Items, [])
  },

  // A large answer is converted as text, a small one is parsed.
  'a large answer is as exact as a small one': async (t, caller) => {
    const id = newId()
    const numbers = '[9007199254740993,-0.5,0,10.25,0.12345678901234567890123456789012345]'
    const rest =
      '"empty":"","none":null,"no":false,"tricky":"a \\"quoted\\" \\\\ {\\"S\\":1}","map":{"S":{},"ü":[]}'
    const text = 'x'.repeat(20_000)
    const item = `{"id":"${id}","numbers":${numbers},${rest},"text":"${text}"}`
    const created = await caller.raw('create', `{"Item":${item}}`)
    t.equal((created.json.ResponseMetadata as Json).HTTPStatusCode, 200)
    const read = await caller.raw('read', `{"Key":{"id":"${id}"},"ReturnConsumedCapacity":"TOTAL"}`)
    t.equal(read.status, 200)
    t.ok(read.body.includes(`"numbers":${numbers}`), 'numbers are exact')
    t.same(read.json.Item, JSON.parse(item))
    t.same(Object.keys(read.json), ['Item', 'ConsumedCapacity', 'ResponseMetadata'])
    t.ok(Number((read.json.ConsumedCapacity as Json).CapacityUnits) > 0)
    const filter = `"FilterExpression":"id = :id","ExpressionAttributeValues":{":id":"${id}"}`
    const { Items, Count } = (await caller.raw('list', `{${filter}}`)).json
    t.same([Items, Count], [[JSON.parse(item)], 1])
    const gone = await caller.raw('delete', `{"Key":{"id":"${id}"},"ReturnValues":"ALL_OLD"}`)
    t.same(gone.json.Attributes, JSON.parse(item))
  }
}
