import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Static } from '@sinclair/typebox'
import { toValue } from '../json/json-text.ts'
import { sendBatch } from './batch.ts'
import type { Command, Output } from './database.ts'
import type { CallContext } from './operation.ts'
import type { BatchWritePayload } from './payloads.ts'
import { addCapacity, capacityOfBatch } from './sums.ts'
import type { Fault } from './words.ts'

type Payload = Static<typeof BatchWritePayload>
type Item = NonNullable<Payload['Put']>[number]

/**
 * One entry of the call:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_WriteRequest.html
 */
interface WriteRequest {
  PutRequest?: { Item: Item }
  DeleteRequest?: { Key: Item }
}

const MAX_ENTRIES = 25

/** Returns a fault if Put and Delete together have no entries, or more than 25. */
export function findBatchFault({ Put = [], Delete = [] }: Payload): Fault | undefined {
  const count = Put.length + Delete.length
  if (count >= 1 && count <= MAX_ENTRIES) return undefined
  const expected = `1 to ${MAX_ENTRIES} entries in Put and Delete together`
  return { pointer: '/payload', expected, got: count === 0 ? 'none' : `${count}` }
}

/** Makes the command that puts and deletes these items of one table. */
export function toBatchWrite(payload: Payload, tableName: string): Command {
  return toCommand(payload, tableName, toRequests(payload))
}

function toCommand(payload: Payload, tableName: string, requests: WriteRequest[]): Command {
  const { Put, Delete, ...others } = payload
  // The SDK's input types do not allow exact numbers.
  return new BatchWriteCommand({ ...others, RequestItems: { [tableName]: requests } } as never)
}

function toRequests({ Put = [], Delete = [] }: Payload): WriteRequest[] {
  return [
    ...Put.map((Item) => ({ PutRequest: { Item } })),
    ...Delete.map((Key) => ({ DeleteRequest: { Key } }))
  ]
}

/**
 * Puts and deletes all entries, in as many calls as DynamoDB needs. Resolves with one output, whose
 * UnprocessedItems are missing if every entry was written.
 */
export async function batchWrite(context: CallContext, payload: Payload): Promise<Partial<Output>> {
  const { outputs, left } = await sendBatch<WriteRequest[]>(context, {
    entries: toRequests(payload),
    toCommand: (requests) => toCommand(payload, context.tableName, requests),
    readLeft: readUnprocessed
  })
  return {
    ...outputs.at(-1),
    UnprocessedItems: left.length > 0 ? toEntries(left) : undefined,
    ItemCollectionMetrics: joinMetrics(outputs),
    ConsumedCapacity: outputs
      .map(({ ConsumedCapacity }) => capacityOfBatch(ConsumedCapacity))
      .reduce(addCapacity, undefined)
  }
}

function readUnprocessed({ UnprocessedItems }: Output): WriteRequest[] {
  const byTable = (toValue(UnprocessedItems) ?? {}) as Record<string, WriteRequest[]>
  return Object.values(byTable).flat()
}

/** Converts unprocessed requests back into the form of the payload. */
function toEntries(left: readonly WriteRequest[]): Payload {
  const Put = left.flatMap(({ PutRequest }) => (PutRequest ? [PutRequest.Item] : []))
  const Delete = left.flatMap(({ DeleteRequest }) => (DeleteRequest ? [DeleteRequest.Key] : []))
  return { ...(Put.length > 0 ? { Put } : {}), ...(Delete.length > 0 ? { Delete } : {}) }
}

/** Joins the metrics of all calls into one list; undefined if the payload asked for none. */
function joinMetrics(outputs: readonly Output[]): unknown {
  const all = outputs.flatMap(({ ItemCollectionMetrics: metrics }) =>
    metrics === undefined ? [] : Object.values(toValue(metrics) as Record<string, unknown[]>).flat()
  )
  const isAsked = outputs.some(({ ItemCollectionMetrics }) => ItemCollectionMetrics !== undefined)
  return isAsked ? all : undefined
}
