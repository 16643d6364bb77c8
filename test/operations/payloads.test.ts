import * as sdk from '@aws-sdk/client-dynamodb'
import { Kind, type TSchema } from '@sinclair/typebox'
import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef, StaticOperationSchema } from '@smithy/types'
import t from 'tap'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'

// Compares every payload with the installed SDK's schemas, so that a new parameter of AWS's fails
// here.

type Shape = string | { one: string[] } | { each: Shape } | { byName: Shape } | Struct
interface Struct {
  members: Record<string, Shape>
  required: string[]
}

/** The SDK's enumerations, by the parameter's name; its schemas do not have them. */
const ENUMERATIONS: Record<string, Record<string, string>> = {
  ...(sdk as object),
  ReturnValues: sdk.ReturnValue,
  Action: sdk.AttributeAction
}

function ofSdk(name: string, schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) {
    if (schema.getName() === 'AttributeValue') return 'value'
    const members = [...schema.structIterator()].map(
      ([name, member]) => [name, ofSdk(name, member)] as const
    )
    // The required members come first in the SDK's schema, which counts them.
    const count = (schema.getSchema() as unknown as number[])[6] ?? 0
    const required = members.slice(0, count).map(([name]) => name)
    return { members: Object.fromEntries(members), required: required.sort() }
  }
  if (schema.isListSchema()) return { each: ofSdk('', schema.getValueSchema()) }
  if (schema.isMapSchema()) return { byName: ofSdk('', schema.getValueSchema()) }
  if (schema.isBooleanSchema()) return 'boolean'
  if (schema.isNumericSchema()) return 'integer'
  const values = ENUMERATIONS[name]
  return typeof values === 'object' ? { one: Object.values(values).sort() } : 'string'
}

function ofOurs(schema: TSchema): Shape {
  if (schema[Kind] === 'Unknown') return 'value'
  if (schema.enum) return { one: [...schema.enum].sort() }
  if (schema.type === 'array') return { each: ofOurs(schema.items) }
  if (schema.type !== 'object') return schema.type
  if (!schema.properties) return { byName: ofOurs(schema.additionalProperties) }
  const members = Object.entries(schema.properties as Record<string, TSchema>)
  return {
    members: Object.fromEntries(members.map(([name, member]) => [name, ofOurs(member)])),
    required: [...(schema.required ?? [])].sort()
  }
}

type Command = new (input: never) => unknown
const schemaOf = (Command: Command) =>
  (new Command({} as never) as { schema: StaticOperationSchema }).schema
const read = (schema: SchemaRef) => ofSdk('', NormalizedSchema.of(schema)) as Struct
const input = (Command: Command) => read(schemaOf(Command)[4])
const output = (Command: Command) => Object.keys(read(schemaOf(Command)[5]).members)

function without({ members, required }: Struct, ...names: string[]): Struct {
  const left = Object.entries(members).filter(([name]) => !names.includes(name))
  return {
    members: Object.fromEntries(left),
    required: required.filter((name) => !names.includes(name))
  }
}

function withMembers(struct: Struct, members: Record<string, Shape>, required: string[] = []) {
  return {
    members: { ...struct.members, ...members },
    required: [...new Set([...struct.required, ...required])].sort()
  }
}

const onTable = (Command: Command) => without(input(Command), 'TableName')
/** A put and a delete have these two only, as AWS's pages say. */
const oldValues = { ReturnValues: { one: ['ALL_OLD', 'NONE'] } }
const memberOf = (struct: Struct, name: string) => struct.members[name] as never

const scan = onTable(sdk.ScanCommand)
const query = onTable(sdk.QueryCommand)
const notCounted = [
  'Select',
  'Limit',
  'ProjectionExpression',
  'AttributesToGet',
  'ScanIndexForward'
]

const batchGet = input(sdk.BatchGetItemCommand)
const { byName: keysAndAttributes } = memberOf(batchGet, 'RequestItems') as { byName: Struct }
const batchWrite = input(sdk.BatchWriteItemCommand)

/** The schema of a transaction, in whose entries the table's name is optional. */
function transaction(Command: Command): Struct {
  const struct = input(Command)
  const { each } = memberOf(struct, 'TransactItems') as { each: Struct }
  const actions = Object.entries(each.members).map(([action, shape]) => {
    const { members, required } = shape as Struct
    return [action, { members, required: required.filter((name) => name !== 'TableName') }]
  })
  const entry = { members: Object.fromEntries(actions), required: [] }
  return withMembers(struct, { TransactItems: { each: entry } })
}

const EXPECTED: Record<string, { payload: Struct; answer: string[] }> = {
  create: {
    payload: withMembers(onTable(sdk.PutItemCommand), oldValues),
    answer: output(sdk.PutItemCommand)
  },
  read: { payload: onTable(sdk.GetItemCommand), answer: output(sdk.GetItemCommand) },
  update: { payload: onTable(sdk.UpdateItemCommand), answer: output(sdk.UpdateItemCommand) },
  delete: {
    payload: withMembers(onTable(sdk.DeleteItemCommand), oldValues),
    answer: output(sdk.DeleteItemCommand)
  },
  list: { payload: scan, answer: output(sdk.ScanCommand) },
  query: { payload: query, answer: output(sdk.QueryCommand) },
  count: {
    payload: without(withMembers(scan, query.members), ...notCounted),
    answer: output(sdk.ScanCommand).filter((name) => name !== 'Items')
  },
  batchRead: {
    payload: withMembers(keysAndAttributes, without(batchGet, 'RequestItems').members),
    answer: output(sdk.BatchGetItemCommand).map((name) => (name === 'Responses' ? 'Items' : name))
  },
  batchWrite: {
    payload: withMembers(without(batchWrite, 'RequestItems'), {
      Put: { each: { byName: 'value' } },
      Delete: { each: { byName: 'value' } }
    }),
    answer: output(sdk.BatchWriteItemCommand)
  },
  transactRead: {
    payload: transaction(sdk.TransactGetItemsCommand),
    answer: output(sdk.TransactGetItemsCommand)
  },
  transactWrite: {
    payload: transaction(sdk.TransactWriteItemsCommand),
    answer: output(sdk.TransactWriteItemsCommand)
  },
  describe: {
    payload: onTable(sdk.DescribeTableCommand),
    answer: output(sdk.DescribeTableCommand)
  },
  tables: { payload: input(sdk.ListTablesCommand), answer: output(sdk.ListTablesCommand) }
}

t.test('every payload has the parameters of AWS’s call, their types and words', async (t) => {
  for (const [name, { payload, call }] of Object.entries<OperationTable[string]>(operations)) {
    if (payload) t.same(ofOurs(payload), EXPECTED[name]?.payload, `${name} is ${call?.name}`)
  }
})

t.test('every answer has the members of AWS’s answer', async (t) => {
  for (const [name, { call }] of Object.entries<OperationTable[string]>(operations)) {
    if (call) t.same([...call.members].sort(), EXPECTED[name]?.answer.sort(), name)
  }
})

t.test('a write of a batch is a put or a delete, and nothing else', async (t) => {
  const { byName } = memberOf(batchWrite, 'RequestItems') as { byName: { each: Struct } }
  const { members } = byName.each
  t.same(members, {
    PutRequest: { members: { Item: { byName: 'value' } }, required: ['Item'] },
    DeleteRequest: { members: { Key: { byName: 'value' } }, required: ['Key'] }
  })
})
