import { checkConstraints } from './check-constraints.ts'
import { checkTypes } from './check-types.ts'
import * as items from './item-shapes.ts'
import { checkBatch, readBatchGetItem, readBatchWriteItem } from './read-batches.ts'
import { readCreateTable } from './read-create-table.ts'
import { readGetItem, readQuery, readScan } from './read-reads.ts'
import { checkTags } from './read-tags.ts'
import { readTransactGetItems, readTransactWriteItems } from './read-transactions.ts'
import { readUpdateTable } from './read-update-table.ts'
import { readDeleteItem, readPutItem, readUpdateItem } from './read-writes.ts'
import type { OperationName, Requests } from './requests.ts'
import type { Members } from './shapes.ts'
import { checkTableName } from './table-name.ts'
import * as tables from './table-shapes.ts'

interface Call {
  members: Members
  /** What AWS checks before all constraints together. */
  first?: (input: Record<string, unknown>) => void
  /**
   * Makes the request of an input that is as the members say; without it the input is the request.
   */
  read?: (input: never) => unknown
}

const onTable = ({ TableName }: Record<string, unknown>): void =>
  checkTableName(TableName, 'tableName', 3)
const onItems = ({ TableName }: Record<string, unknown>): void =>
  checkTableName(TableName, 'tableName', 1)

const CALLS: Record<OperationName, Call> = {
  BatchGetItem: {
    members: items.BATCH_GET_ITEM,
    first: (input) => checkBatch('BatchGetItem', input),
    read: readBatchGetItem
  },
  BatchWriteItem: {
    members: items.BATCH_WRITE_ITEM,
    first: (input) => checkBatch('BatchWriteItem', input),
    read: readBatchWriteItem
  },
  CreateTable: { members: tables.CREATE_TABLE, first: onTable, read: readCreateTable },
  DeleteItem: { members: items.DELETE_ITEM, first: onItems, read: readDeleteItem },
  DeleteTable: { members: tables.ONE_TABLE, first: onTable },
  DescribeEndpoints: { members: {} },
  DescribeLimits: { members: {} },
  DescribeTable: { members: tables.ONE_TABLE, first: onTable },
  DescribeTimeToLive: { members: tables.ONE_TABLE, first: onTable },
  GetItem: { members: items.GET_ITEM, first: onItems, read: readGetItem },
  ListTables: { members: tables.LIST_TABLES },
  ListTagsOfResource: {
    members: tables.LIST_TAGS_OF_RESOURCE,
    first: (input) => checkTags('ListTagsOfResource', input)
  },
  PutItem: { members: items.PUT_ITEM, first: onItems, read: readPutItem },
  Query: { members: items.QUERY, first: onItems, read: readQuery },
  Scan: { members: items.SCAN, first: onItems, read: readScan },
  TagResource: {
    members: tables.TAG_RESOURCE,
    first: (input) => checkTags('TagResource', input)
  },
  TransactGetItems: { members: items.TRANSACT_GET_ITEMS, read: readTransactGetItems },
  TransactWriteItems: { members: items.TRANSACT_WRITE_ITEMS, read: readTransactWriteItems },
  UntagResource: {
    members: tables.UNTAG_RESOURCE,
    first: (input) => checkTags('UntagResource', input)
  },
  UpdateItem: { members: items.UPDATE_ITEM, first: onItems, read: readUpdateItem },
  UpdateTable: { members: tables.UPDATE_TABLE, first: onTable, read: readUpdateTable },
  UpdateTimeToLive: { members: tables.UPDATE_TIME_TO_LIVE, first: onTable }
}

/** Says whether this is the name of a call that the engine knows. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(CALLS, name)
}

/**
 * Reads a call's input, as JSON.parse makes it, and checks all that can be checked without the
 * table, in AWS's order and words: JSON types, the table's name, all constraints together, then
 * what depends on several members. Throws EngineError: SerializationException for wrong JSON types,
 * else ValidationException.
 */
export function readRequest<Name extends OperationName>(
  operation: Name,
  input: unknown
): Requests[Name] {
  const { members, first, read } = CALLS[operation]
  const typed = checkTypes(members, input)
  first?.(typed)
  checkConstraints(members, typed)
  // The members are what makes the input of the type that the reader wants.
  return (read ? read(typed as never) : typed) as Requests[Name]
}
