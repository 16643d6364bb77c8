import { randomUUID } from 'node:crypto'
import { type Facts, type Json, newId, refused } from './caller.ts'

const add = (id: string, n = 1) => ({
  Update: {
    Key: { id },
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': n }
  }
})
const withoutId = (json: object) => ({ ...json, requestId: '' })

export const transactions: Facts = {
  'transactWrite writes all entries, transactRead reads them in their order': async (t, caller) => {
    const id = newId()
    const ids = ['put', 'update', 'delete', 'check'].map((part) => `${id}-${part}`)
    const [put = '', update = '', gone = '', check = ''] = ids
    await caller.create({ id: gone })
    await caller.create({ id: check, n: 1 })
    const TableName = caller.tableName
    const written = await caller.run('transactWrite', {
      TransactItems: [
        {
          Put: {
            Item: { id: put, n: 9007199254740992 },
            ConditionExpression: 'attribute_not_exists(id)'
          }
        },
        add(update, 5),
        { Delete: { TableName, Key: { id: gone }, ReturnValuesOnConditionCheckFailure: 'NONE' } },
        {
          ConditionCheck: {
            TableName,
            Key: { id: check },
            ConditionExpression: '#n = :n',
            ExpressionAttributeNames: { '#n': 'n' },
            ExpressionAttributeValues: { ':n': 1 }
          }
        }
      ],
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE'
    })
    t.equal(written.status, 200, written.body)
    t.same(
      Object.keys(written.json).filter((name) => name !== 'ItemCollectionMetrics'),
      ['ConsumedCapacity', 'ResponseMetadata']
    )
    t.match(written.json.ConsumedCapacity, [{ TableName }], 'DynamoDB’s list')
    const read = await caller.run('transactRead', {
      TransactItems: [
        {
          Get: {
            Key: { id: check },
            ProjectionExpression: '#n',
            ExpressionAttributeNames: { '#n': 'n' }
          }
        },
        { Get: { Key: { id: gone } } },
        { Get: { TableName, Key: { id: update } } },
        { Get: { Key: { id: put } } }
      ],
      ReturnConsumedCapacity: 'INDEXES'
    })
    t.equal(read.status, 200, read.body)
    t.same(Object.keys(read.json), ['Responses', 'ConsumedCapacity', 'ResponseMetadata'])
    t.same(read.json.Responses, [
      { Item: { n: 1 } },
      {},
      { Item: { id: update, n: 5 } },
      { Item: { id: put, n: 9007199254740992 } }
    ])
    t.match(read.json.ConsumedCapacity, [{ TableName }])
  },

  'a cancelled transaction writes nothing, and tells the reasons in their order': async (
    t,
    caller
  ) => {
    const id = newId()
    await caller.create({ id, n: 1 })
    const failed = {
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    }
    const payload = {
      TransactItems: [
        { Put: { Item: { id: `${id}-other` } } },
        { Update: { ...add(id).Update, ...failed } },
        {
          ConditionCheck: { Key: { id: `${id}-none` }, ConditionExpression: 'attribute_exists(id)' }
        }
      ]
    }
    for (const members of [{}, { idempotencyKey: randomUUID() }]) {
      const { status, json } = await caller.json({
        operation: 'transactWrite',
        tableName: caller.tableName,
        payload,
        ...members
      })
      t.equal(status, 409)
      t.equal(json.errorType, 'TransactionCanceledException')
      t.match(json.CancellationReasons, [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: String, Item: { id, n: 1 } },
        { Code: 'ConditionalCheckFailed', Message: String }
      ])
      t.notHas((json.CancellationReasons as Json[])[2], { Item: Object })
    }
    t.same(await caller.read(id), { id, n: 1 })
    t.equal(await caller.read(`${id}-other`), undefined)
  },

  'a cancelled transaction of one keeps its reasons, under a key too': async (t, caller) => {
    const id = newId()
    await caller.create({ id })
    const envelope = {
      operation: 'transactWrite',
      tableName: caller.tableName,
      payload: {
        TransactItems: [
          { Delete: { Key: { id }, ConditionExpression: 'attribute_not_exists(id)' } }
        ]
      }
    }
    const plain = await caller.json(envelope)
    const keyed = await caller.json({ ...envelope, idempotencyKey: randomUUID() })
    t.equal(plain.status, 409)
    t.match(plain.json.CancellationReasons, [{ Code: 'ConditionalCheckFailed' }])
    t.equal(keyed.status, 409)
    t.same(withoutId(keyed.json), withoutId(plain.json))
  },

  'a transaction that could never be made is 400': async (t, caller) => {
    const id = newId()
    for (const [name, TransactItems] of [
      ['transactWrite', [{ Put: { Item: { id: `${id}-a` } } }, { Put: { Item: { id: 5 } } }]],
      ['transactWrite', [{ Put: { Item: { id: `${id}-a` } } }, { Put: { Item: { other: 1 } } }]],
      ['transactWrite', [{ Put: { Item: { id } } }, { Delete: { Key: { id } } }]],
      ['transactWrite', [{ Update: { Key: { id }, UpdateExpression: 'FROB a' } }]],
      ['transactRead', [{ Get: { Key: { id: 5 } } }]],
      ['transactRead', [{ Get: { Key: { id } } }, { Get: { Key: { id } } }]]
    ] as const) {
      const { status, json, body } = await caller.run(name, { TransactItems })
      t.equal(status, 400, body)
      t.notMatch(json.errorMessage, /^\/payload/, 'DynamoDB’s own words')
    }
    t.equal(await caller.read(`${id}-a`), undefined, 'nothing is written')
  },

  'a token, or a key, applies a transaction once': async (t, caller) => {
    const id = newId()
    const payload = { TransactItems: [add(id)] }
    const { tableName } = caller
    const token = randomUUID()
    const own = { ...payload, ClientRequestToken: token }
    for (let times = 0; times < 3; times++) {
      const { status, body } = await caller.run('transactWrite', own)
      t.equal(status, 200, body)
    }
    t.same(await caller.read(id), { id, n: 1 })
    const other = await caller.run('transactWrite', {
      TransactItems: [add(id, 7)],
      ClientRequestToken: token
    })
    t.equal(other.status, 409)
    t.equal(other.json.errorType, 'IdempotentParameterMismatchException')

    const key = randomUUID()
    const envelope = { operation: 'transactWrite', tableName, payload }
    await caller.json({ ...envelope, idempotencyKey: key })
    await caller.text(JSON.stringify(envelope), { 'idempotency-key': `"${key}"` })
    t.same(await caller.read(id), { id, n: 2 })
    const changed = { ...envelope, payload: { TransactItems: [add(id, 7)] } }
    const mismatch = await caller.json({ ...changed, idempotencyKey: key })
    t.equal(mismatch.status, 409)
    t.equal(mismatch.json.errorType, 'IdempotentParameterMismatchException')
    await caller.json(envelope)
    await caller.json(envelope)
    t.same(await caller.read(id), { id, n: 4 }, 'without either each one is another')
  },

  'a token beside a key is refused, and a token of 37 characters is DynamoDB’s to refuse': async (
    t,
    caller
  ) => {
    const id = newId()
    const TransactItems = [{ Put: { Item: { id } } }]
    const envelope = {
      operation: 'transactWrite',
      tableName: caller.tableName,
      payload: { TransactItems, ClientRequestToken: 'x' }
    }
    const place = '/payload/ClientRequestToken'
    refused(t, await caller.json({ ...envelope, idempotencyKey: 'k' }), place)
    refused(t, await caller.text(JSON.stringify(envelope), { 'idempotency-key': 'k' }), place)
    const long = await caller.run('transactWrite', {
      TransactItems,
      ClientRequestToken: 'x'.repeat(37)
    })
    t.equal(long.status, 400)
    t.equal(long.json.errorType, 'ValidationException')
    t.notMatch(long.json.errorMessage, /^\/payload/)
    t.equal(await caller.read(id), undefined, 'nothing is written')
  },

  'a transaction has 1 to 100 entries': async (t, caller) => {
    const id = newId()
    const gets = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ Get: { Key: { id: `${id}-${n}` } } }))
    const puts = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ Put: { Item: { id: `${id}-${n}` } } }))
    for (const [name, entries] of [
      ['transactRead', gets],
      ['transactWrite', puts]
    ] as const) {
      for (const [count, got] of [
        [0, 'none'],
        [101, '101']
      ] as const) {
        const { status, json } = await caller.run(name, { TransactItems: entries(count) })
        t.equal(status, 400)
        t.equal(json.errorMessage, `/payload/TransactItems: expected 1 to 100 entries, got ${got}`)
      }
    }
    t.equal(await caller.read(`${id}-0`), undefined, 'nothing is written')
    t.equal((await caller.run('transactWrite', { TransactItems: puts(100) })).status, 200)
    const all = await caller.run('transactRead', { TransactItems: gets(100) })
    t.same(
      all.json.Responses,
      puts(100).map(({ Put }) => Put)
    )
    for (let n = 0; n < 100; n += 25) {
      const Delete = puts(100).map(({ Put }) => Put.Item)
      await caller.run('batchWrite', { Delete: Delete.slice(n, n + 25) })
    }
  },

  'an entry has exactly one member, and each of its parameters is checked': async (t, caller) => {
    const id = newId()
    const good = { Put: { Item: { id } } }
    const Key = { id }
    for (const [name, entry, place, got] of [
      ['transactWrite', {}, '', 'exactly one of Put, Update, Delete, ConditionCheck, got none'],
      ['transactWrite', { ...good, Delete: { Key } }, '', 'exactly one of .+, got 2'],
      ['transactWrite', null, '', 'an object, got null'],
      ['transactWrite', [], '', 'an object, got an array'],
      ['transactWrite', { Get: { Key } }, '/Get', 'one of Put, Update, Delete, ConditionCheck'],
      ['transactWrite', { Put: null }, '/Put', 'an object, got null'],
      ['transactWrite', { Put: {} }, '/Put/Item', 'got nothing'],
      ['transactWrite', { Put: { Item: { id, a: ['\ud800'] } } }, '/Put/Item/a/0', 'got'],
      ['transactWrite', { Put: { Item: { id }, Expected: {} } }, '/Put/Expected', 'one of'],
      ['transactWrite', { Put: { Item: { id }, ReturnValues: 'NONE' } }, '/Put/ReturnValues', ''],
      ['transactWrite', { Update: { Key } }, '/Update/UpdateExpression', 'a string, got nothing'],
      ['transactWrite', { ConditionCheck: { Key } }, '/ConditionCheck/ConditionExpression', ''],
      ['transactWrite', { Delete: { Key, TableName: '' } }, '/Delete/TableName', 'not empty'],
      ['transactWrite', { Delete: { Key, TableName: null } }, '/Delete/TableName', 'got null'],
      [
        'transactWrite',
        { Delete: { Key, ReturnValuesOnConditionCheckFailure: 'ALL' } },
        '/Delete/ReturnValuesOnConditionCheckFailure',
        'one of ALL_OLD, NONE'
      ],
      ['transactRead', {}, '', 'exactly one of Get, got none'],
      ['transactRead', { Put: { Item: { id } } }, '/Put', 'one of Get'],
      ['transactRead', { Get: { Key, ConsistentRead: true } }, '/Get/ConsistentRead', ''],
      ['transactRead', { Get: { Key: 5 } }, '/Get/Key', 'got the number 5'],
      ['transactRead', { Get: { Key, TableName: 5 } }, '/Get/TableName', 'got the number 5']
    ] as const) {
      const first = name === 'transactRead' ? { Get: { Key } } : good
      const answer = await caller.run(name, { TransactItems: [first, entry] })
      refused(t, answer, `/payload/TransactItems/1${place}`)
      t.match(answer.json.errorMessage, new RegExp(got))
    }
    t.equal(await caller.read(id), undefined, 'nothing is written')
  },

  'a table that an entry names and that is not there is 404': async (t, caller) => {
    const id = newId()
    const TableName = `missing-${randomUUID()}`
    for (const [name, TransactItems] of [
      ['transactRead', [{ Get: { Key: { id } } }, { Get: { Key: { id }, TableName } }]],
      ['transactWrite', [{ Put: { Item: { id } } }, { Put: { Item: { id }, TableName } }]]
    ] as const) {
      const { status, json } = await caller.run(name, { TransactItems })
      t.equal(status, 404)
      t.equal(json.errorType, 'ResourceNotFoundException')
    }
    t.equal(await caller.read(id), undefined, 'nothing is written')
  }
}
