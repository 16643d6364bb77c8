import { type Caller, type Facts, type Json, type JsonAnswer, newId, refused } from './caller.ts'

/** Runs an operation with `format: "dynamodb"`. */
function typed(caller: Caller, operation: string, payload?: unknown): Promise<JsonAnswer> {
  return caller.json({ operation, tableName: caller.tableName, format: 'dynamodb', payload })
}

const S = (text: string) => ({ S: text })
const N = (text: string) => ({ N: text })
const nested = (depth: number, inside: object): object =>
  depth === 0 ? inside : { L: [nested(depth - 1, inside)] }
const ofKey = (id: string) => ({
  KeyConditionExpression: 'id = :id',
  ExpressionAttributeValues: { ':id': S(id) }
})

/** Operations that have attribute values, each with a payload that is valid in both formats. */
const WITH_VALUES = [
  ['create', { Item: {} }],
  ['read', { Key: {} }],
  ['update', { Key: {} }],
  ['delete', { Key: {} }],
  ['list', {}],
  ['query', {}],
  ['count', {}],
  ['batchRead', { Keys: [{}] }],
  ['batchWrite', { Put: [{}] }],
  ['transactRead', { TransactItems: [{ Get: { Key: {} } }] }],
  ['transactWrite', { TransactItems: [{ Put: { Item: {} } }] }]
] as const

export const formats: Facts = {
  'format is json or dynamodb, and anything else is refused before the payload': async (
    t,
    caller
  ) => {
    const { tableName } = caller
    for (const [operation] of WITH_VALUES) {
      for (const format of ['JSON', 'typed', '', null, 5, ['json'], {}, true]) {
        const answer = await caller.json({ operation, tableName, format, payload: 5 })
        refused(t, answer, '/format')
        t.match(answer.json.errorMessage, 'one of json, dynamodb')
      }
      const later = await caller.json({ operation, tableName: 5, format: 5, payload: 5 })
      refused(t, later, '/tableName')
    }
    const id = newId()
    const said = await caller.json({
      operation: 'create',
      tableName,
      format: 'json',
      payload: { Item: { id, n: { N: '1' } } }
    })
    t.equal(said.status, 200)
    t.same(await caller.read(id), { id, n: { N: '1' } }, 'plain JSON, as without it')
  },

  'what has no attribute values ignores the format': async (t, caller) => {
    const { tableName } = caller
    for (const operation of ['echo', 'ping', 'describe', 'tables']) {
      for (const format of ['dynamodb', 'typed', null, 5]) {
        const { status, body } = await caller.json({ operation, tableName, format })
        t.equal(status, 200, body)
      }
    }
  },

  'all ten types are written and read as they are': async (t, caller) => {
    const id = newId()
    const Item = {
      id: S(id),
      s: S(''),
      n: N('12.5'),
      b: { B: 'AAEC/+8=' },
      noBytes: { B: '' },
      ss: { SS: ['a', 'b'] },
      ns: { NS: ['1', '2'] },
      bs: { BS: ['AAE=', 'AAEC'] },
      m: { M: { S: S('S'), N: { M: {} }, 'a/b': { L: [] } } },
      l: { L: [{ NULL: true }, { BOOL: false }, { L: [{ BOOL: true }] }] }
    }
    const created = await typed(caller, 'create', { Item })
    t.equal(created.status, 200, created.body)
    const sorted = ({ ss, ns, bs, ...others }: typeof Item) => ({
      ...others,
      ss: ss.SS.sort(),
      ns: ns.NS.sort(),
      bs: bs.BS.sort()
    })
    const { json } = await typed(caller, 'read', { Key: { id: S(id) } })
    t.same(sorted(json.Item as typeof Item), sorted(Item))
    const plain = (await caller.read(id)) as Record<string, unknown>
    t.match(plain, {
      id,
      s: '',
      n: 12.5,
      b: 'AAEC/+8=',
      noBytes: '',
      m: { S: 'S', N: {}, 'a/b': [] },
      l: [null, false, [true]]
    })
    t.same((plain.ns as number[]).sort(), [1, 2])
    t.same((plain.bs as string[]).sort(), ['AAE=', 'AAEC'])
  },

  'values are DynamoDB’s own wherever they stand': async (t, caller) => {
    const id = newId()
    const Key = { id: S(id) }
    const Item = { ...Key, n: N('1') }
    const create = await typed(caller, 'create', { Item })
    t.equal(create.status, 200, create.body)
    const update = await typed(caller, 'update', {
      Key,
      UpdateExpression: 'ADD n :n, s :s',
      ConditionExpression: 'n = :one',
      ExpressionAttributeValues: { ':n': N('4'), ':one': N('1'), ':s': { SS: ['x'] } },
      ReturnValues: 'ALL_NEW'
    })
    const now = { ...Key, n: N('5'), s: { SS: ['x'] } }
    t.same(update.json.Attributes, now, update.body)
    const legacy = await typed(caller, 'update', {
      Key,
      AttributeUpdates: { b: { Action: 'PUT', Value: { B: 'AAEC' } } },
      Expected: {
        n: { ComparisonOperator: 'IN', AttributeValueList: [N('5'), N('6')] },
        s: { Value: { SS: ['x'] } }
      },
      ReturnValues: 'UPDATED_NEW'
    })
    t.same(legacy.json.Attributes, { b: { B: 'AAEC' } }, legacy.body)
    const all = { ...now, b: { B: 'AAEC' } }
    for (const payload of [
      ofKey(id),
      {
        KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [S(id)] } },
        QueryFilter: { b: { ComparisonOperator: 'EQ', AttributeValueList: [{ B: 'AAEC' }] } }
      }
    ]) {
      t.same((await typed(caller, 'query', payload)).json.Items, [all])
      t.equal((await typed(caller, 'count', payload)).json.Count, 1)
    }
    const ScanFilter = { id: { ComparisonOperator: 'EQ', AttributeValueList: [S(id)] } }
    t.equal((await typed(caller, 'count', { ScanFilter })).json.Count, 1)
    t.same((await typed(caller, 'batchRead', { Keys: [Key] })).json.Items, [all])
    const Get = { Key }
    const transaction = await typed(caller, 'transactRead', { TransactItems: [{ Get }] })
    t.same(transaction.json.Responses, [{ Item: all }])
    const page = await typed(caller, 'list', { Limit: 1, ExclusiveStartKey: Key })
    t.equal(page.status, 200, page.body)
    const [item] = page.json.Items as { id: object }[]
    if (item) t.same(Object.keys(item.id), ['S'])
    if (page.json.LastEvaluatedKey) t.same(page.json.LastEvaluatedKey, { id: item?.id })
    const gone = await typed(caller, 'delete', { Key, ReturnValues: 'ALL_OLD' })
    t.same(gone.json.Attributes, all)
  },

  'batches and transactions write typed values': async (t, caller) => {
    const id = newId()
    const key = (part: string) => ({ id: S(`${id}-${part}`) })
    const Put = [{ ...key('a'), b: { B: 'AAEC' } }, key('b')]
    const batch = await typed(caller, 'batchWrite', { Put, Delete: [key('c')] })
    t.equal(batch.status, 200, batch.body)
    const TransactItems = [
      { Put: { Item: { ...key('d'), ns: { NS: ['7'] } } } },
      {
        Update: {
          Key: key('a'),
          UpdateExpression: 'SET s = :s',
          ExpressionAttributeValues: { ':s': { BS: ['AAEC'] } }
        }
      },
      { Delete: { Key: key('b') } }
    ]
    const written = await typed(caller, 'transactWrite', { TransactItems })
    t.equal(written.status, 200, written.body)
    const Keys = ['a', 'b', 'd'].map(key)
    const { json } = await typed(caller, 'transactRead', {
      TransactItems: Keys.map((Key) => ({ Get: { Key } }))
    })
    t.same(json.Responses, [
      { Item: { ...key('a'), b: { B: 'AAEC' }, s: { BS: ['AAEC'] } } },
      {},
      { Item: { ...key('d'), ns: { NS: ['7'] } } }
    ])
  },

  'items that an error tells are typed too': async (t, caller) => {
    const id = newId()
    const Item = { id: S(id), b: { B: 'AAEC' } }
    await typed(caller, 'create', { Item })
    const condition = {
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    }
    const plain = await typed(caller, 'create', { Item, ...condition })
    t.equal(plain.status, 409)
    t.same(plain.json.Item, Item)
    const cancelled = await typed(caller, 'transactWrite', {
      TransactItems: [{ Delete: { Key: { id: S(id) }, ...condition } }]
    })
    t.equal(cancelled.status, 409)
    t.same((cancelled.json.CancellationReasons as Json[])[0]?.Item, Item)
  },

  'typed values may be written under an idempotency key': async (t, caller) => {
    const id = newId()
    const Item = { id: S(id), b: { B: 'AAEC' } }
    const keyed = (idempotencyKey: string, payload: object) =>
      caller.json({
        operation: 'create',
        tableName: caller.tableName,
        format: 'dynamodb',
        idempotencyKey,
        payload
      })
    for (let times = 0; times < 2; times++) {
      const { status, body } = await keyed(id, { Item })
      t.equal(status, 200, body)
    }
    const failed = await keyed(`${id}-other`, {
      Item,
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    })
    t.equal(failed.status, 409)
    t.same(failed.json.Item, Item)
  },

  'what is no typed value is refused by its path': async (t, caller) => {
    const id = newId()
    for (const [value, place, expected] of [
      ['x', '', 'an object with exactly one of S, N, B, SS, NS, BS, M, L, BOOL, NULL'],
      [5, '', 'got the number 5'],
      [null, '', 'got null'],
      [[], '', 'got an array'],
      [{}, '', 'got an object without members'],
      [{ S: 'x', N: '5' }, '', 'got an object with 2 members'],
      [{ X: 'x' }, '', 'got an object with the member "X"'],
      [{ constructor: 'x' }, '', 'got an object with the member "constructor"'],
      [{ s: 'x' }, '', 'got an object with the member "s"'],
      [{ S: 5 }, '/S', 'a string'],
      [{ S: null }, '/S', 'a string'],
      [{ S: '\ud800' }, '/S', 'well-formed Unicode'],
      [{ N: 5 }, '/N', 'a number as a string'],
      [{ N: '' }, '/N', 'a number as a string'],
      [{ N: 'x' }, '/N', 'got the string "x"'],
      [{ N: 'NaN' }, '/N', 'a number as a string'],
      [{ N: 'Infinity' }, '/N', 'a number as a string'],
      [{ N: '0x10' }, '/N', 'a number as a string'],
      [{ N: '1e' }, '/N', 'a number as a string'],
      [{ N: '.' }, '/N', 'a number as a string'],
      [{ N: '1.2.3' }, '/N', 'a number as a string'],
      [{ N: '--1' }, '/N', 'a number as a string'],
      [{ N: ' 1' }, '/N', 'a number as a string'],
      [{ N: '1\n' }, '/N', 'a number as a string'],
      [{ N: '1_000' }, '/N', 'a number as a string'],
      [{ N: '１' }, '/N', 'a number as a string'],
      [{ N: '1'.repeat(39) }, '/N', 'at most 38 significant digits'],
      [{ N: '1e126' }, '/N', 'between 1e-130 and 9.99e125'],
      [{ N: '-1e-131' }, '/N', 'between 1e-130 and 9.99e125'],
      [{ N: `${'9'.repeat(200_000)}x` }, '/N', 'a number as a string'],
      [{ B: 'AAE' }, '/B', 'base64 with padding'],
      [{ B: 'AAF=' }, '/B', 'base64 with padding'],
      [{ B: 'AA E' }, '/B', 'base64 with padding'],
      [{ B: 'AA-_' }, '/B', 'base64 with padding'],
      [{ B: 'AAEC\n' }, '/B', 'base64 with padding'],
      [{ B: '====' }, '/B', 'base64 with padding'],
      [{ B: 5 }, '/B', 'base64 with padding'],
      [{ B: [0] }, '/B', 'base64 with padding'],
      [{ SS: 'x' }, '/SS', 'an array'],
      [{ SS: ['x', 5] }, '/SS/1', 'a string'],
      [{ SS: [S('x')] }, '/SS/0', 'a string'],
      [{ NS: ['1', '2', 'x'] }, '/NS/2', 'a number as a string'],
      [{ NS: [1] }, '/NS/0', 'a number as a string'],
      [{ NS: {} }, '/NS', 'an array'],
      [{ BS: ['AAEC', 'A'] }, '/BS/1', 'base64 with padding'],
      [{ BOOL: 'true' }, '/BOOL', 'true or false'],
      [{ BOOL: null }, '/BOOL', 'true or false'],
      [{ NULL: null }, '/NULL', 'true or false'],
      [{ NULL: 1 }, '/NULL', 'true or false'],
      [{ L: {} }, '/L', 'an array'],
      [{ L: [S('x'), 'x'] }, '/L/1', 'an object with exactly one of'],
      [{ M: [] }, '/M', 'an object'],
      [{ M: null }, '/M', 'an object'],
      [{ M: { k: { L: [{ N: 'x' }] } } }, '/M/k/L/0/N', 'a number as a string'],
      [{ M: { 'a/b~': { S: 5 } } }, '/M/a~1b~0/S', 'a string'],
      [{ M: { '\ud800': S('x') } }, '/M/\ud800', 'well-formed Unicode']
    ] as const) {
      const answer = await typed(caller, 'create', { Item: { id: S(id), a: value } })
      refused(t, answer, `/payload/Item/a${place}`)
      t.ok(String(answer.json.errorMessage).includes(expected), answer.body)
    }
    t.equal(await caller.read(id), undefined, 'nothing is written')
  },

  'a wrong typed value is refused wherever it stands': async (t, caller) => {
    const Key = { id: S(newId()) }
    const wrong = { N: 'x' }
    const entry = '/payload/TransactItems/0'
    for (const [name, payload, place] of [
      ['read', { Key: { id: 'x' } }, '/payload/Key/id'],
      ['create', { Item: { id: wrong } }, '/payload/Item/id/N'],
      [
        'update',
        { Key, ExpressionAttributeValues: { ':v': wrong } },
        '/payload/ExpressionAttributeValues/:v/N'
      ],
      [
        'update',
        { Key, AttributeUpdates: { a: { Value: wrong } } },
        '/payload/AttributeUpdates/a/Value/N'
      ],
      ['delete', { Key, Expected: { a: { Value: wrong } } }, '/payload/Expected/a/Value/N'],
      [
        'delete',
        { Key, Expected: { a: { AttributeValueList: [S('x'), wrong] } } },
        '/payload/Expected/a/AttributeValueList/1/N'
      ],
      [
        'list',
        { ScanFilter: { a: { ComparisonOperator: 'EQ', AttributeValueList: [wrong] } } },
        '/payload/ScanFilter/a/AttributeValueList/0/N'
      ],
      ['list', { ExclusiveStartKey: { id: 'x' } }, '/payload/ExclusiveStartKey/id'],
      [
        'query',
        { KeyConditions: { a: { ComparisonOperator: 'EQ', AttributeValueList: [wrong] } } },
        '/payload/KeyConditions/a/AttributeValueList/0/N'
      ],
      ['count', { ExclusiveStartKey: { id: wrong } }, '/payload/ExclusiveStartKey/id/N'],
      ['batchRead', { Keys: [Key, { id: 'x' }] }, '/payload/Keys/1/id'],
      ['batchWrite', { Put: [Key, { id: wrong }] }, '/payload/Put/1/id/N'],
      ['batchWrite', { Delete: [{ id: 5 }] }, '/payload/Delete/0/id'],
      ['transactRead', { TransactItems: [{ Get: { Key: { id: 'x' } } }] }, `${entry}/Get/Key/id`],
      [
        'transactWrite',
        { TransactItems: [{ Put: { Item: { ...Key, a: wrong } } }] },
        `${entry}/Put/Item/a/N`
      ]
    ] as const) {
      refused(t, await typed(caller, name, payload), place)
    }
  },

  'typed or plain, 31 lists and maps may be around a value': async (t, caller) => {
    const id = newId()
    const fits = await typed(caller, 'create', { Item: { id: S(id), a: nested(31, S('x')) } })
    t.equal(fits.status, 200, fits.body)
    t.same((await typed(caller, 'read', { Key: { id: S(id) } })).json.Item, {
      id: S(id),
      a: nested(31, S('x'))
    })
    const other = newId()
    for (const [value, place] of [
      [nested(32, S('x')), '/L/0'.repeat(32)],
      [nested(32, { L: [] }), '/L/0'.repeat(32)],
      [nested(500, N('1')), '/L/0'.repeat(32)],
      [{ M: { k: nested(31, { NS: ['1'] }) } }, `/M/k${'/L/0'.repeat(31)}`]
    ] as const) {
      const answer = await typed(caller, 'create', { Item: { id: S(other), a: value } })
      refused(t, answer, `/payload/Item/a${place}`)
      t.match(answer.json.errorMessage, 'at most 31 lists and maps around a value')
    }
    refused(
      t,
      await typed(caller, 'batchWrite', { Put: [{ id: S(other), a: nested(32, S('x')) }] }),
      `/payload/Put/0/a${'/L/0'.repeat(32)}`
    )
    const value = { ...ofKey(other), ExpressionAttributeValues: { ':id': nested(32, S('x')) } }
    const place = `/payload/ExpressionAttributeValues/:id${'/L/0'.repeat(32)}`
    refused(t, await typed(caller, 'query', value), place)
    t.equal(await caller.read(other), undefined, 'nothing is written')
  },

  'what typed values mean is DynamoDB’s to refuse': async (t, caller) => {
    const id = newId()
    for (const [what, value] of [
      ['an empty set of strings', { SS: [] }],
      ['an empty set of numbers', { NS: [] }],
      ['an empty set of binaries', { BS: [] }],
      ['a string twice', { SS: ['a', 'a'] }],
      ['a number twice', { NS: ['1', '1.0'] }],
      ['a binary twice', { BS: ['AAE=', 'AAE='] }],
      ['a NULL that is false', { NULL: false }]
    ] as const) {
      const { status, json, body } = await typed(caller, 'create', {
        Item: { id: S(id), a: value }
      })
      t.equal(status, 400, `${what}: ${body}`)
      t.equal(json.errorType, 'ValidationException')
      t.notMatch(json.errorMessage, /^\/payload/)
    }
    for (const key of [S(''), { B: 'AAEC' }, N('5')]) {
      const { status, json } = await typed(caller, 'create', { Item: { id: key } })
      t.equal(status, 400)
      t.notMatch(json.errorMessage, /^\/payload/)
    }
    t.equal(await caller.read(id), undefined, 'nothing is written')
  },

  'any spelling of a number that DynamoDB can hold is taken, its value kept': async (t, caller) => {
    const zeros = (count: number) => '0'.repeat(count)
    const digits = '12345678901234567890123456789012345678'
    for (const [text, equal] of [
      ['007', '7'],
      ['+5', '5'],
      ['.5', '0.5'],
      ['5.', '5'],
      ['-0', '0'],
      ['1E5', '100000'],
      ['1e+05', '100000'],
      ['0e9999', '0'],
      ['-0.0E-9999', '0'],
      [digits, digits],
      [`0.${digits}`, `0.${digits}`],
      [`-0.${digits}`, `-0.${digits}`],
      [`0.${digits}${zeros(40)}`, `0.${digits}`],
      [`${zeros(40)}1`, '1'],
      [`1${zeros(100)}`, `1${zeros(100)}`],
      [`1.${zeros(60)}`, '1'],
      ['1e125', `1${zeros(125)}`],
      [`0.${zeros(60)}1e60`, '0.1'],
      [`1e${zeros(40)}5`, '100000'],
      ['-1e-130', `-0.${zeros(129)}1`]
    ] as const) {
      const id = newId()
      const Key = { id: S(id) }
      const Item = { ...Key, n: N(text), l: { L: [N(text)] } }
      const created = await typed(caller, 'create', { Item })
      t.equal(created.status, 200, `${text}: ${created.body}`)
      const found = await typed(caller, 'query', {
        KeyConditionExpression: 'id = :id',
        FilterExpression: 'n = :n',
        ExpressionAttributeValues: { ':id': S(id), ':n': N(equal) }
      })
      t.equal(found.json.Count, 1, `${text} is ${equal}`)
      const plain = await caller.raw(
        'query',
        `{"KeyConditionExpression":"id = :id","FilterExpression":"n = :n",
        "ExpressionAttributeValues":{":id":"${id}",":n":${equal}}}`
      )
      t.equal(plain.json.Count, 1, `${text} in plain JSON`)
      const { n, l } = (plain.json.Items as { n: number; l: number[] }[])[0] ?? {}
      t.same([n, l], [Number(equal), [Number(equal)]], 'each of equal value')
    }
  },

  'a name like __proto__ is data in typed values too': async (t, caller) => {
    const id = newId()
    const item = `{"id":{"S":"${id}"},"__proto__":{"M":{"__proto__":{"S":"x"},"constructor":{"NULL":true}}}}`
    const text = (operation: string, payload: string) =>
      caller.text(
        `{"operation":"${operation}","tableName":"${caller.tableName}","format":"dynamodb","payload":${payload}}`
      )
    const created = await text('create', `{"Item":${item}}`)
    t.equal(created.status, 200, created.body)
    const read = await text('read', `{"Key":{"id":{"S":"${id}"}}}`)
    const found = Object.entries(read.json.Item as Json)
    t.same(new Map(found), new Map(Object.entries(JSON.parse(item))))
    // A number with this many zeros takes a path of its own through the code.
    const long = item.replace('{"NULL":true}', `{"N":"1.${'0'.repeat(50)}"}`)
    t.equal((await text('create', `{"Item":${long}}`)).status, 200)
    const again = await text('read', `{"Key":{"id":{"S":"${id}"}}}`)
    const [, value] = Object.entries(again.json.Item as Json).find(([n]) => n === '__proto__') ?? []
    t.match(JSON.stringify(value), /"__proto__":{"S":"x"}/)
  }
}
