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

const large = (id) => ({
  id,
  rows: Array.from({ length: 200 }, (_, row) => ({ row, price: row / 4, text: fill(65) }))
})

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
  'list 1 MB': envelope('list', { Limit: 55 })
}

/** Fills the table before anything is measured. */
export const fixtures = [
  envelope('create', { Item: small('small') }),
  envelope('create', { Item: small('updated') }),
  envelope('create', { Item: large('large') }),
  ...Array.from({ length: 60 }, (_, id) => envelope('create', { Item: large(`large-${id}`) }))
]
