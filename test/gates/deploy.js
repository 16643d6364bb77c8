// Tests a deployment end to end: node test/gates/deploy.js DIRECTORY. The function's bundle runs in
// AWS's runtime interface client with the role's own credentials, behind the API that deploy.py
// read back. deploy.sh sets the environment. Prints one line for each check, `ok …` or `not ok …`;
// exits 1 if one failed.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { operations } from '../../dist/src/operations/table.js'

const { LAMBDA_NODE, LAMBDA_RIC, LAMBDA_TOOLS, AWS_ENDPOINT_URL } = process.env
const { startFunction } = await import(join(LAMBDA_TOOLS, 'runtime-api.mjs'))
const { startFront } = await import(join(LAMBDA_TOOLS, 'rest-api-front.mjs'))

const directory = process.argv[2]
const deployed = JSON.parse(await readFile(join(directory, 'deployed.json'), 'utf8'))
const OTHER_TABLE = 'another-table'
const [{ TableName: TABLE, KeySchema }] = deployed.tables
const MISSING = Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, 'missing']))
const isLab = TABLE === 'lambda-apigateway'
const isAllowed = (operation) => deployed.operations?.includes(operation) ?? true
let failures = 0

function check(name, actual, expected) {
  if (isDeepStrictEqual(actual, expected)) return console.log(`ok ${name}`)
  failures++
  const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value))
  console.log(`not ok ${name}\n    expected ${wanted}\n    got      ${got}`)
}

/** Starts the function as it is deployed, with the role's credentials. */
function start(env = {}) {
  const { FunctionName, Handler, MemorySize, Timeout, Environment } = deployed.function
  return startFunction({
    root: join(directory, 'function'),
    handler: Handler,
    env: {
      ...Environment.Variables,
      ...deployed.credentials,
      AWS_ENDPOINT_URL_DYNAMODB: AWS_ENDPOINT_URL,
      ...env
    },
    timeoutMs: Timeout * 1000,
    memory: MemorySize,
    name: FunctionName,
    ric: LAMBDA_RIC,
    shim: join(LAMBDA_TOOLS, 'native-shim.cjs'),
    node: LAMBDA_NODE
  })
}

/** Serves what is deployed with the proxy integration, and nothing else. */
async function startProxy(lambda) {
  const front = await startFront(
    {
      api: deployed.api,
      stages: deployed.stages,
      policy: deployed.policy,
      fn: deployed.function,
      routes: deployed.methods
        .filter(({ methodIntegration }) => methodIntegration?.type === 'AWS_PROXY')
        .map(({ method, path, methodIntegration }) => ({
          method,
          path,
          uri: methodIntegration.uri
        }))
    },
    lambda
  )
  const send = async (path, init) => {
    const response = await fetch(front.url + path, init)
    return { status: response.status, body: await response.json() }
  }
  const post = (envelope) =>
    send('/Prod/dynamodbmanager', { method: 'POST', body: JSON.stringify(envelope) })
  return { send, post, stop: front.stop }
}

/**
 * Serves the non-proxy integration: the body is the event, the result is the body. If the function
 * fails, the pattern that matches the whole of the error's message chooses the response.
 */
function startNonProxy(lambda) {
  const { integrationResponses } = deployed.methods[0].methodIntegration
  const post = async (envelope) => {
    const { payload, functionError } = await lambda.invoke(envelope)
    if (!functionError) return { status: 200, body: JSON.parse(payload) }
    const { errorMessage } = JSON.parse(payload)
    const [response, ...others] = Object.values(integrationResponses).filter(
      ({ selectionPattern }) =>
        selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(errorMessage)
    )
    if (!response || others.length > 0) return { status: 200, body: JSON.parse(payload) }
    const template = response.responseTemplates['application/json']
    const cut = /^\$input\.path\('\$\.errorMessage'\)\.substring\((\d+)\)$/.exec(template)
    const body = cut ? errorMessage.slice(Number(cut[1])) : template
    return { status: Number(response.statusCode), body: JSON.parse(body) }
  }
  return { post, stop() {} }
}

function envelopeOf(operation, { call, example }, tableName = TABLE) {
  return {
    operation,
    ...(call && !call.isTableless ? { tableName } : {}),
    payload: example.payload
  }
}

/**
 * Checks each operation by its example. Examples are for the lab's table; an operation that is not
 * allowed is refused before the table is looked at.
 */
async function checkOperations(post) {
  for (const [operation, record] of Object.entries(operations)) {
    if (isAllowed(operation) && !isLab) continue
    const { status, body } = await post(envelopeOf(operation, record))
    if (isAllowed(operation)) {
      check(`${operation} answers 200`, [status, body?.errorMessage], [200, undefined])
      continue
    }
    const where = body?.errorMessage?.split(':')[0]
    const refused = [403, 'AccessDeniedException', '/operation']
    check(`${operation} is answered 403`, [status, body?.errorType, where], refused)
  }
}

async function checkItem(post) {
  const Item = { id: 'kept', number: 5 }
  await post({ operation: 'create', tableName: TABLE, payload: { Item } })
  const read = await post({ operation: 'read', tableName: TABLE, payload: { Key: { id: 'kept' } } })
  check('what was created is read', read.body.Item, Item)
  const { Items } = (await post({ operation: 'list', tableName: TABLE })).body
  check(
    'and listed',
    Items?.filter(({ id }) => id === 'kept'),
    [Item]
  )
  await post({ operation: 'delete', tableName: TABLE, payload: { Key: { id: 'kept' } } })
}

/** The walk of examples/tables.json that the README has, and its other index and table. */
async function checkTables(post) {
  const Key = { customerId: 'c1', orderId: 'o1' }
  const order = { ...Key, total: 30, state: 'open', placedAt: '2026-11-28' }
  const sold = {
    TableName: 'products',
    Key: { sku: 'pen' },
    UpdateExpression: 'ADD sold :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
  const ask = async (operation, tableName, payload) => {
    const { status, body } = await post({ operation, tableName, payload })
    return [status, body]
  }
  const entries = { TransactItems: [{ Put: { Item: order } }, { Update: sold }] }
  const [written] = await ask('transactWrite', 'orders', entries)
  check('a transaction over two tables answers 200', written, 200)
  const gets = [{ Get: { Key } }, { Get: { TableName: 'products', Key: sold.Key } }]
  const [, both] = await ask('transactRead', 'orders', { TransactItems: gets })
  check('and wrote both', both.Responses, [{ Item: order }, { Item: { sku: 'pen', sold: 1 } }])
  for (const [IndexName, attribute, value] of [
    ['byState', 'state', 'open'],
    ['byTotal', 'customerId', 'c1']
  ]) {
    const [, { Items }] = await ask('query', 'orders', {
      IndexName,
      KeyConditionExpression: '#key = :key',
      ExpressionAttributeNames: { '#key': attribute },
      ExpressionAttributeValues: { ':key': value }
    })
    check(
      `a query by ${IndexName} finds it`,
      Items?.map(({ orderId }) => orderId),
      ['o1']
    )
  }
  const cart = { cartId: 'c1', expiresAt: 4_000_000_000 }
  await ask('batchWrite', 'carts', { Put: [cart] })
  check('a batch writes a third table', (await ask('list', 'carts'))[1].Items, [cart])
  const names = deployed.tables.map(({ TableName }) => TableName).sort()
  check('tables names them all', (await ask('tables'))[1].TableNames, names)
  const [status, { errorType, errorMessage }] = await ask('transactWrite', 'orders', toOther(order))
  check(
    'an entry for another table is answered 403',
    [status, errorType, errorMessage?.split(':')[0]],
    [403, 'AccessDeniedException', '/payload/TransactItems/1/Put/TableName']
  )
  await ask('transactWrite', 'orders', {
    TransactItems: [{ Delete: { Key } }, { Delete: { TableName: 'products', Key: sold.Key } }]
  })
}

function toOther(Item) {
  const Put = { TableName: OTHER_TABLE, Item: { id: 'x' } }
  return { TransactItems: [{ Put: { Item } }, { Put }] }
}

async function checkRefusals(post) {
  const errors = [
    ['an unknown operation', { operation: 'drop' }, 400, 'ValidationException'],
    ['another table', { operation: 'list', tableName: OTHER_TABLE }, 403, 'AccessDeniedException']
  ]
  if (isAllowed('delete')) {
    const payload = {
      Key: MISSING,
      ConditionExpression: `attribute_exists(${KeySchema[0].AttributeName})`
    }
    const envelope = { operation: 'delete', tableName: TABLE, payload }
    errors.push(['a condition that fails', envelope, 409, 'ConditionalCheckFailedException'])
  }
  for (const [name, envelope, status, errorType] of errors) {
    const answer = await post(envelope)
    check(
      `${name} is answered ${status}`,
      [answer.status, answer.body.errorType],
      [status, errorType]
    )
  }
}

/**
 * Checks that IAM refuses other tables and operations even if the function's own lists allow any.
 */
async function checkRole(connect) {
  const lambda = await start({ ALLOWED_TABLES: '*', ALLOWED_OPERATIONS: '*' })
  const { post, stop } = await connect(lambda)
  const calling = Object.entries(operations).filter(([, { call }]) => call && !call.isTableless)
  const actionsOf = ({ call }) => call.actions ?? [call.name]
  const allowed = new Set(
    calling.flatMap(([operation, record]) => (isAllowed(operation) ? actionsOf(record) : []))
  )
  const checkRefused = async (name, envelope, actions) => {
    const { status, body } = await post(envelope)
    const isIam = actions.some((action) =>
      body.errorMessage?.includes(`not authorized to perform: dynamodb:${action}`)
    )
    check(name, [status, isIam], [403, true])
  }
  for (const [operation, record] of calling) {
    const actions = actionsOf(record)
    const other = envelopeOf(operation, record, OTHER_TABLE)
    await checkRefused(`IAM refuses ${operation} on another table`, other, actions)
    // An operation that is not allowed may need nothing but what others do.
    if (actions.every((action) => allowed.has(action))) continue
    await checkRefused(`IAM refuses ${operation}`, envelopeOf(operation, record), actions)
  }
  if (!isLab) {
    const envelope = { operation: 'transactWrite', tableName: TABLE, payload: toOther(MISSING) }
    await checkRefused('IAM refuses an entry for another table', envelope, ['PutItem'])
  }
  stop()
  await lambda.stop()
}

const isProxy = deployed.function.Environment.Variables.BARE_ERROR === 'message'
const connect = isProxy ? startProxy : startNonProxy
const lambda = await start()
const door = await connect(lambda)
await checkOperations(door.post)
if (!isLab) await checkTables(door.post)
else if (!deployed.operations) await checkItem(door.post)
await checkRefusals(door.post)
if (isProxy) {
  const post = { method: 'POST', body: '{"operation":"ping"}' }
  for (const [name, path, init] of [
    ['GET', '/Prod/dynamodbmanager', {}],
    ['an unknown path', '/Prod/other', post],
    ['an unknown stage', '/Other/dynamodbmanager', post]
  ]) {
    check(`${name} is answered 403`, (await door.send(path, init)).status, 403)
  }
} else {
  // This is no failure of the handler: the function itself cannot start.
  const broken = await start({ ERROR_STATUS: 'none' })
  const { status, body } = await startNonProxy(broken).post({ operation: 'ping' })
  check(
    'a broken function is answered 502',
    [status, body],
    [502, { message: 'Internal server error' }]
  )
  await broken.stop()
}
door.stop()
await lambda.stop()
await checkRole(connect)
if (failures > 0) {
  console.log(`the function's log:\n${lambda.logs().slice(-2_000)}`)
  process.exitCode = 1
}
