import fc from 'fast-check'
import { toDecimal } from '../../src/json/exact-number.ts'
import { type Caller, type Facts, type Json, newId } from './caller.ts'

const RUNS = 15
/** Characters that make an answer large, so that it is converted as text. */
const LARGE = 10_000
const MAX_PARENTS = 31

type TypedValue = Record<string, unknown>
type Attributes = [string, TypedValue][]

const ODD_TEXTS = ['', '__proto__', 'constructor', 'toString', 'then', 'S', 'M', '"\\\n', '\u0000']
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(...ODD_TEXTS, '😀', 'e\u0301', 'NULL', '{"S":"x"}')
)
const name = text.filter((given) => given !== '' && given !== 'id')

/** Numbers of 38 digits in DynamoDB's whole range, in any spelling of JSON. */
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.stringMatching(/^[1-9][0-9]{0,37}$/),
    fc.integer({ min: -130, max: 125 }),
    fc.constantFrom('whole', 'scientific', 'padded')
  )
  .map(([sign, digits, exponent, spelling]) => {
    const [first, rest] = [digits.slice(0, 1), digits.slice(1)]
    if (spelling === 'scientific') return `${sign}${first}.${rest || '0'}E${exponent}`
    if (spelling === 'padded') return `${sign}00${first}.${rest}00e${exponent}`
    return sign + digits
  })

const bytes = fc
  .uint8Array({ maxLength: 300 })
  .map((array) => Buffer.from(array).toString('base64'))
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('base64')
const binary = fc.oneof(bytes, fc.constant(everyByte))

function setOf(element: fc.Arbitrary<string>, selector: (text: string) => string = String) {
  return fc.uniqueArray(element, { minLength: 1, maxLength: 5, selector })
}

const scalar: fc.Arbitrary<TypedValue> = fc.oneof(
  text.map((S) => ({ S })),
  fc.oneof(number, fc.constantFrom('0', '-0.0')).map((N) => ({ N })),
  binary.map((B) => ({ B })),
  setOf(text).map((SS) => ({ SS })),
  setOf(number, (given) => JSON.stringify(toDecimal(given))).map((NS) => ({ NS })),
  setOf(binary).map((BS) => ({ BS })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true })
)

const { value } = fc.letrec<{ value: TypedValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
    fc
      .array(fc.tuple(name, tie('value')), { maxLength: 4 })
      .map((members) => ({ M: toMap(members) }))
  )
}))

/** Values that are nested as deep as DynamoDB allows. */
const deep = fc
  .tuple(scalar, fc.array(fc.oneof(fc.constant(undefined), name), { maxLength: MAX_PARENTS }))
  .map(([inside, around]) =>
    around.reduce<TypedValue>(
      (child, key) => (key === undefined ? { L: [child] } : { M: toMap([[key, child]]) }),
      inside
    )
  )

const attributes: fc.Arbitrary<Attributes> = fc
  .tuple(fc.array(fc.tuple(name, value), { maxLength: 5 }), deep, fc.boolean())
  .map(([all, deepest, isLarge]) => [
    ...all,
    ['deep', deepest],
    ['padding', { S: isLarge ? 'x'.repeat(LARGE) : '' }]
  ])

/**
 * Makes an object with these members, `__proto__` included; of two with one name, the last one
 * stays.
 */
function toMap(members: Attributes): object {
  const text = members.map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`)
  return JSON.parse(`{${text.join()}}`)
}

/** Converts a value to a form that is equal for values which DynamoDB holds to be the same. */
function normal(typed: TypedValue): unknown {
  const [[type, content] = ['']] = Object.entries(typed)
  switch (type) {
    case 'N':
      return { N: toDecimal(content as string) }
    case 'NS':
      return { NS: (content as string[]).map((given) => JSON.stringify(toDecimal(given))).sort() }
    case 'SS':
    case 'BS':
      return { [type]: [...(content as string[])].sort() }
    case 'L':
      return { L: (content as TypedValue[]).map(normal) }
    case 'M':
      return { M: normalItem(content as object) }
    default:
      return typed
  }
}

function normalItem(item: object): string {
  const members = Object.entries(item).map(([key, typed]) => [key, normal(typed)])
  return JSON.stringify(members.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

async function run(caller: Caller, operation: string, payload: string): Promise<Json> {
  const { status, json, body } = await caller.text(
    `{"operation":"${operation}","tableName":"${caller.tableName}","format":"dynamodb","payload":${payload}}`
  )
  if (status !== 200) throw new Error(`${operation}: ${body}`)
  return json
}

/** Reads the item with this id in every way that there is. */
async function readInEachWay(caller: Caller, id: string): Promise<Record<string, unknown>> {
  const key = `{"id":{"S":"${id}"}}`
  const values = `"ExpressionAttributeValues":{":id":{"S":"${id}"}}`
  const read = await run(caller, 'read', `{"Key":${key},"ConsistentRead":true}`)
  const query = await run(caller, 'query', `{"KeyConditionExpression":"id = :id",${values}}`)
  const batch = await run(caller, 'batchRead', `{"Keys":[${key}]}`)
  const transaction = await run(
    caller,
    'transactRead',
    `{"TransactItems":[{"Get":{"Key":${key}}}]}`
  )
  const listed: unknown[] = []
  let start: unknown
  do {
    const from = start ? `,"ExclusiveStartKey":${JSON.stringify(start)}` : ''
    const page = await run(caller, 'list', `{"FilterExpression":"id = :id",${values}${from}}`)
    listed.push(...(page.Items as unknown[]))
    start = page.LastEvaluatedKey
  } while (start)
  return {
    read: read.Item,
    queried: (query.Items as unknown[])[0],
    'batch-read': (batch.Items as unknown[])[0],
    'read in a transaction': (transaction.Responses as Json[])[0]?.Item,
    listed: listed[0]
  }
}

export const items: Facts = {
  'any item that DynamoDB holds is written, read and written again unchanged': async (
    t,
    caller
  ) => {
    const isUnchanged = async (given: Attributes): Promise<void> => {
      const id = newId()
      const item = toMap([...given, ['id', { S: id }]])
      const check = (way: string, read: unknown) => {
        if (normalItem(read as object) === normalItem(item)) return
        throw new Error(`${way} otherwise: ${JSON.stringify(read)}`)
      }
      await run(caller, 'create', `{"Item":${JSON.stringify(item)}}`)
      const found = await readInEachWay(caller, id)
      for (const [way, read] of Object.entries(found)) check(way, read)
      await run(caller, 'batchWrite', `{"Put":[${JSON.stringify(found.queried)}]}`)
      const Put = `{"Item":${JSON.stringify(found.listed)}}`
      await run(caller, 'transactWrite', `{"TransactItems":[{"Put":${Put}}]}`)
      const gone = await run(
        caller,
        'delete',
        `{"Key":{"id":{"S":"${id}"}},"ReturnValues":"ALL_OLD"}`
      )
      check('deleted', gone.Attributes)
    }
    await fc.assert(fc.asyncProperty(attributes, isUnchanged), { numRuns: RUNS })
    t.pass(`${RUNS} items came back as they went in`)
  }
}
