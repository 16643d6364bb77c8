// The bodies of the requests, the same bytes for every server.
const tableName = 'lambda-apigateway'
const fill = (length) => 'The quick brown fox. '.repeat(Math.ceil(length / 21)).slice(0, length)
const envelope = (operation, payload) => JSON.stringify({ operation, tableName, payload })

const small = (id) => ({
  id,
  number: 5,
  name: 'An item as they mostly are',
  tags: ['one', 'two'],
  address: { street: 'Main Street', number: 12, isHome: true }
})

/** An item of about 300 bytes. */
const row = (id) => ({ ...small(id), text: fill(130) })
const rows = (count) => Array.from({ length: count }, (_, id) => row(`row-${id}`))

const large = (id) => ({
  id,
  rows: Array.from({ length: 200 }, (_, row) => ({ row, price: row / 4, text: fill(65) }))
})

const typed = (operation, payload) =>
  JSON.stringify({ operation, tableName, format: 'dynamodb', payload })

const typedMap = (map) =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, typedValue(value)]))

function typedValue(value) {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  return Array.isArray(value) ? { L: value.map(typedValue) } : { M: typedMap(value) }
}

export const scenarios = {
  ping: envelope('ping'),
  'echo 1 KB': envelope('echo', { rows: fill(1_000) }),
  'echo 1 MB': envelope(
    'echo',
    Array.from({ length: 2_600 }, (_, id) => ({ ...small(`${id}`), text: fill(220) }))
  ),
  read: envelope('read', { Key: { id: 'small' } }),
  'read 20 KB': envelope('read', { Key: { id: 'large' } }),
  create: envelope('create', { Item: small('created') }),
  update: envelope('update', {
    Key: { id: 'updated' },
    UpdateExpression: 'SET #number = :number',
    ExpressionAttributeNames: { '#number': 'number' },
    ExpressionAttributeValues: { ':number': 7 },
    ReturnValues: 'ALL_NEW'
  }),
  'list 1 MB': envelope('list', { Limit: 55 }),
  'query 20': envelope('query', {
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': 'rows' }
  }),
  'batchRead 25': envelope('batchRead', { Keys: rows(25).map(({ id }) => ({ id })) }),
  'batchWrite 25': envelope('batchWrite', { Put: rows(25) }),
  'typed read': typed('read', { Key: { id: { S: 'small' } } }),
  'typed create': typed('create', { Item: typedMap(small('created')) })
}

/** Fills the table before anything is measured. */
export const fixtures = [
  envelope('create', { Item: small('small') }),
  envelope('create', { Item: small('updated') }),
  envelope('create', { Item: large('large') }),
  ...rows(25).map((Item) => envelope('create', { Item })),
  ...Array.from({ length: 60 }, (_, id) => envelope('create', { Item: large(`large-${id}`) }))
]
