import { validationError } from '../errors.ts'
import type { Item } from '../values/attribute-value.ts'
import { readItem } from '../values/read-value.ts'
import { checkMixing, type ExpressionInput } from './expression-parameters.ts'
import { pick } from './pick.ts'
import { readProjection } from './read-reads.ts'
import { checkItemSize } from './read-writes.ts'
import type { BatchGetItemRequest, BatchWrite, BatchWriteItemRequest } from './requests.ts'

const MAX_KEYS = 100
const MAX_WRITES = 25

interface KeysAndAttributes extends ExpressionInput {
  Keys: unknown[]
  ConsistentRead?: boolean
  AttributesToGet?: string[]
}

interface WriteRequest {
  PutRequest?: { Item: unknown }
  DeleteRequest?: { Key: unknown }
}

interface BatchGetInput extends Omit<BatchGetItemRequest, 'tables'> {
  RequestItems: Record<string, KeysAndAttributes | null>
}

interface BatchWriteInput extends Omit<BatchWriteItemRequest, 'tables'> {
  RequestItems: Record<string, WriteRequest[]>
}

/** Reads each table's keys and projection. Throws AWS's errors, as all readers here do. */
export function readBatchGetItem(input: BatchGetInput): BatchGetItemRequest {
  let count = 0
  const tables = Object.entries(input.RequestItems).map(([name, raw]) => {
    if (raw === null) {
      throw validationError(
        `The list of keys in RequestItems for BatchGetItem is required: ${name} has empty list`
      )
    }
    const requested: KeysAndAttributes = raw
    checkMixing(requested, ['ProjectionExpression'], ['AttributesToGet'])
    const projection = readProjection(requested)
    const keys = requested.Keys.map(readItem)
    refuseDuplicates(keys)
    count += keys.length
    if (count > MAX_KEYS)
      throw validationError('Too many items requested for the BatchGetItem call')
    return {
      name,
      keys,
      ...pick(requested, ['ConsistentRead']),
      ...(projection && { projection })
    }
  })
  return { ...pick(input, ['ReturnConsumedCapacity']), tables }
}

/** Reads each table's puts and deletes, at most 25 together. */
export function readBatchWriteItem(input: BatchWriteInput): BatchWriteItemRequest {
  let count = 0
  const tables = Object.entries(input.RequestItems).map(([name, requests]) => {
    const writes = requests.map(readWrite)
    count += writes.length
    if (count > MAX_WRITES) {
      throw validationError('Too many items requested for the BatchWriteItem call')
    }
    return { name, writes }
  })
  const own = pick(input, ['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'])
  return { ...own, tables }
}

/**
 * Refuses the absence of tables, which has words of its own, and more keys than a batch may have.
 */
export function checkBatch(operation: string, input: { RequestItems?: object }): void {
  const { RequestItems } = input
  if (RequestItems === undefined) return
  if (Object.keys(RequestItems).length === 0) {
    throw validationError(`The requestItems parameter is required for ${operation}`)
  }
  if (operation === 'BatchWriteItem') return
  for (const [name, requested] of Object.entries(RequestItems as BatchGetInput['RequestItems'])) {
    if ((requested?.Keys ?? []).length <= MAX_KEYS) continue
    throw validationError(
      `1 validation error detected: Value at 'RequestItems.${name}.member.Keys' failed to satisfy constraint: Member must have length less than or equal to ${MAX_KEYS}`
    )
  }
}

/** Refuses a key that is there twice, which needs no table to be seen. */
function refuseDuplicates(keys: Item[]): void {
  const texts = keys.map((key) => JSON.stringify(Object.entries(key).sort(byName)))
  if (new Set(texts).size === keys.length) return
  throw validationError('Provided list of item keys contains duplicates')
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}

function readWrite(request: WriteRequest): BatchWrite {
  const { PutRequest, DeleteRequest } = request
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    // AWS takes the request for an attribute value here.
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
    )
  }
  if (PutRequest === undefined) return { delete: readItem(DeleteRequest?.Key) }
  const item = readItem(PutRequest.Item)
  checkItemSize(item)
  return { put: item }
}
