import type { Database } from '../database.ts'
import type { UpdateTableRequest } from '../validation/requests.ts'
import { describe } from './describe.ts'
import { findNamed } from './describe-table.ts'
import { startFill } from './fill.ts'
import { startPurge } from './purge.ts'
import type { TableRecord } from './table.ts'
import { changeThroughput, checkThroughput, toThroughput } from './throughput.ts'
import { type Effects, updateIndexes, usedDefinitions } from './update-indexes.ts'

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 * A new index is filled in the background, and one that goes is gone at once.
 */
export function updateTable(database: Database, request: UpdateTableRequest): Promise<string> {
  const { catalogue, counts } = database
  return catalogue.exclusive(async () => {
    const { record } = findNamed(database, request.TableName)
    const effects: Effects = { changes: [], removed: [] }
    const updated = update(database, record, request, effects)
    await catalogue.save(updated, effects.changes)
    if (effects.removed.length > 0) {
      startPurge(
        database,
        effects.removed.map(({ id }) => id)
      )
    }
    if (request.GlobalSecondaryIndexUpdates?.some(({ Create }) => Create)) {
      startFill(database, record.name)
    }
    const removed = effects.removed.map((index) => ({ ...index, isDeleting: true }))
    const told = { ...updated, global: [...updated.global, ...removed] }
    return JSON.stringify({ TableDescription: describe(told, counts) })
  })
}

function update(
  database: Database,
  record: TableRecord,
  request: UpdateTableRequest,
  effects: Effects
): TableRecord {
  const now = database.now()
  const billingMode = request.BillingMode ?? record.billingMode
  const isOnDemand = billingMode === 'PAY_PER_REQUEST'
  checkThroughput(record, request, isOnDemand)
  const global = updateIndexes(database, record, request, effects)
  const isNowOnDemand = isOnDemand && record.billingMode !== billingMode
  return {
    ...record,
    billingMode,
    onDemandSince: isNowOnDemand ? now : record.onDemandSince,
    throughput: isNowOnDemand
      ? toThroughput()
      : changeThroughput(record.throughput, request.ProvisionedThroughput, now),
    definitions: usedDefinitions(record, global, request.AttributeDefinitions),
    global: isNowOnDemand
      ? global.map((index) => ({ ...index, throughput: toThroughput() }))
      : global,
    onDemand: request.OnDemandThroughput ?? record.onDemand,
    warm: request.WarmThroughput ?? record.warm,
    stream: updateStream(record, request),
    sse: request.SSESpecification ?? record.sse,
    tableClass: request.TableClass ?? record.tableClass,
    isProtected: request.DeletionProtectionEnabled ?? record.isProtected
  }
}

function updateStream(
  record: TableRecord,
  { StreamSpecification: asked }: UpdateTableRequest
): TableRecord['stream'] {
  if (!asked) return record.stream
  return asked.StreamEnabled ? asked : undefined
}
