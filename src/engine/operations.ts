import type { Database } from './database.ts'
import { batchGetItem } from './items/batch-get-item.ts'
import { batchWriteItem } from './items/batch-write-item.ts'
import { deleteItem } from './items/delete-item.ts'
import { getItem } from './items/get-item.ts'
import { putItem } from './items/put-item.ts'
import { query } from './items/query.ts'
import { scan } from './items/scan.ts'
import { transactGetItems } from './items/transact-get-items.ts'
import { transactWriteItems } from './items/transact-write-items.ts'
import { updateItem } from './items/update-item.ts'
import { createTable } from './tables/create-table.ts'
import { deleteTable } from './tables/delete-table.ts'
import { describeTable } from './tables/describe-table.ts'
import { describeEndpoints, describeLimits } from './tables/limits.ts'
import { listTables } from './tables/list-tables.ts'
import { listTagsOfResource, tagResource, untagResource } from './tables/tags.ts'
import { describeTimeToLive, updateTimeToLive } from './tables/time-to-live.ts'
import { updateTable } from './tables/update-table.ts'
import type { OperationName, Requests } from './validation/requests.ts'

/** Makes a call of a request that was read, and answers JSON. `input` is the request as it came. */
export type Operation<Name extends OperationName> = (
  database: Database,
  request: Requests[Name],
  input: unknown
) => string | Promise<string>

/** Every call that there is. */
export const operations: { [Name in OperationName]: Operation<Name> } = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeEndpoints: describeEndpoints,
  DescribeLimits: describeLimits,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTables: listTables,
  ListTagsOfResource: listTagsOfResource,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TagResource: tagResource,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UntagResource: untagResource,
  UpdateItem: updateItem,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive
}
