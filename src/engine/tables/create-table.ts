import type { Database } from '../database.ts'
import { EngineError } from '../errors.ts'
import type { Change } from '../store/store.ts'
import type { CreateTableRequest, GlobalIndex, LocalIndex } from '../validation/requests.ts'
import { describe } from './describe.ts'
import type { IndexRecord, TableRecord } from './table.ts'
import { toThroughput } from './throughput.ts'

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 * The table is active at once.
 */
export function createTable(database: Database, request: CreateTableRequest): Promise<string> {
  const { catalogue, counts } = database
  return catalogue.exclusive(async () => {
    if (catalogue.get(request.TableName)) {
      throw new EngineError('ResourceInUseException', `Table already exists: ${request.TableName}`)
    }
    const { randomUUID } = await import('node:crypto')
    const { record, changes } = toTableRecord(database, request, randomUUID())
    await catalogue.save(record, changes)
    return JSON.stringify({ TableDescription: describe(record, counts) })
  })
}

function toTableRecord(
  { catalogue, now }: Database,
  request: CreateTableRequest,
  uuid: string
): { record: TableRecord; changes: Change[] } {
  const changes: Change[] = []
  const takeId = () => {
    const { id, change } = catalogue.nextId()
    changes.push(change)
    return id
  }
  const createdAt = now()
  const billingMode = request.BillingMode ?? 'PROVISIONED'
  const record: TableRecord = {
    id: takeId(),
    name: request.TableName,
    uuid,
    createdAt,
    definitions: request.AttributeDefinitions,
    keySchema: request.KeySchema,
    billingMode,
    onDemandSince: billingMode === 'PAY_PER_REQUEST' ? createdAt : undefined,
    throughput: toThroughput(request.ProvisionedThroughput),
    local: (request.LocalSecondaryIndexes ?? []).map((index) => toIndexRecord(index, takeId())),
    global: (request.GlobalSecondaryIndexes ?? []).map((index) => toGlobalRecord(index, takeId())),
    onDemand: request.OnDemandThroughput,
    warm: request.WarmThroughput,
    stream: request.StreamSpecification,
    sse: request.SSESpecification,
    tableClass: request.TableClass,
    isProtected: request.DeletionProtectionEnabled ?? false,
    tags: request.Tags ?? []
  }
  return { record, changes }
}

function toIndexRecord(index: LocalIndex, id: string): IndexRecord {
  return { id, name: index.IndexName, keySchema: index.KeySchema, projection: index.Projection }
}

/** What is stored of a global index. */
export function toGlobalRecord(index: GlobalIndex, id: string): IndexRecord {
  return {
    ...toIndexRecord(index, id),
    throughput: toThroughput(index.ProvisionedThroughput),
    onDemand: index.OnDemandThroughput,
    warm: index.WarmThroughput
  }
}
