import type { Database } from '../database.ts'
import { EngineError, invalidParameters, validationError } from '../errors.ts'
import type { Change } from '../store/store.ts'
import type {
  AttributeDefinition,
  GlobalIndexUpdate,
  Throughput,
  UpdateTableRequest
} from '../validation/requests.ts'
import { toGlobalRecord, toThroughput } from './create-table.ts'
import { describe } from './describe.ts'
import { findNamed } from './describe-table.ts'
import { startFill } from './fill.ts'
import { garbage, startPurge } from './purge.ts'
import type { IndexRecord, StoredThroughput, TableRecord } from './table.ts'

const MAX_GLOBAL_INDEXES = 20

/** What an update makes of a table beside its new record. */
interface Effects {
  changes: Change[]
  removed: string[]
}

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
    if (effects.removed.length > 0) startPurge(database, effects.removed)
    if (updated.global.some(({ isCreating }) => isCreating)) startFill(database, record.name)
    return JSON.stringify({ TableDescription: describe(updated, counts) })
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

function checkThroughput(
  record: TableRecord,
  { ProvisionedThroughput: asked }: UpdateTableRequest,
  isOnDemand: boolean
): void {
  if (!asked) {
    if (!isOnDemand && record.billingMode === 'PAY_PER_REQUEST') {
      throw invalidParameters(
        'ProvisionedThroughput must be specified when BillingMode is PROVISIONED'
      )
    }
    return
  }
  if (isOnDemand) {
    throw invalidParameters(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST'
    )
  }
  const { throughput: current } = record
  if (
    asked.ReadCapacityUnits !== current.ReadCapacityUnits ||
    asked.WriteCapacityUnits !== current.WriteCapacityUnits
  ) {
    return
  }
  throw validationError(
    'The provisioned throughput for the table will not change. The requested value equals the current value. ' +
      `Current ReadCapacityUnits provisioned for the table: ${current.ReadCapacityUnits}. Requested ReadCapacityUnits: ${asked.ReadCapacityUnits}. ` +
      `Current WriteCapacityUnits provisioned for the table: ${current.WriteCapacityUnits}. Requested WriteCapacityUnits: ${asked.WriteCapacityUnits}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.'
  )
}

function changeThroughput(
  current: StoredThroughput,
  asked: Throughput | undefined,
  now: number
): StoredThroughput {
  if (!asked) return current
  const { ReadCapacityUnits, WriteCapacityUnits } = asked
  const isMore =
    ReadCapacityUnits > current.ReadCapacityUnits || WriteCapacityUnits > current.WriteCapacityUnits
  const isLess =
    ReadCapacityUnits < current.ReadCapacityUnits || WriteCapacityUnits < current.WriteCapacityUnits
  return {
    ...current,
    ReadCapacityUnits,
    WriteCapacityUnits,
    ...(isMore ? { increasedAt: now } : {}),
    ...(isLess ? { decreasedAt: now } : {}),
    decreases: current.decreases + Number(isLess)
  }
}

function updateIndexes(
  database: Database,
  record: TableRecord,
  request: UpdateTableRequest,
  effects: Effects
): IndexRecord[] {
  const updates = request.GlobalSecondaryIndexUpdates ?? []
  const isBusy = record.global.some(({ isCreating }) => isCreating)
  const online = updates.filter(({ Create, Delete }) => Create || Delete)
  if (online.length > 1 || (online.length === 1 && isBusy)) {
    throw new EngineError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table'
    )
  }
  let indexes = record.global
  for (const one of updates) indexes = updateIndex(database, record, indexes, one, effects)
  return indexes
}

function updateIndex(
  database: Database,
  record: TableRecord,
  indexes: IndexRecord[],
  { Create, Update, Delete }: GlobalIndexUpdate,
  effects: Effects
): IndexRecord[] {
  if (Create) {
    const taken = [...indexes, ...record.local]
    if (taken.some(({ name }) => name === Create.IndexName)) {
      throw validationError('Attempting to create an index which already exists')
    }
    if (indexes.length >= MAX_GLOBAL_INDEXES) {
      throw invalidParameters('GlobalSecondaryIndex count exceeds the per-table limit of 20')
    }
    const { id, change } = database.catalogue.nextId()
    effects.changes.push(change)
    return [...indexes, { ...toGlobalRecord(Create, id), isCreating: true }]
  }
  const named = (Update ?? Delete)?.IndexName
  const index = indexes.find(({ name }) => name === named)
  if (!index) throw new EngineError('ResourceNotFoundException', 'Requested resource not found')
  if (Delete) {
    effects.changes.push(garbage(index.id))
    effects.removed.push(index.id)
    return indexes.filter((other) => other !== index)
  }
  const changed: IndexRecord = {
    ...index,
    throughput: changeThroughput(
      index.throughput ?? toThroughput(),
      Update?.ProvisionedThroughput,
      database.now()
    ),
    onDemand: Update?.OnDemandThroughput ?? index.onDemand,
    warm: Update?.WarmThroughput ?? index.warm
  }
  return indexes.map((other) => (other === index ? changed : other))
}

/** The definitions of those attributes that are keys; throws where one is missing or would change its type. */
function usedDefinitions(
  record: TableRecord,
  global: IndexRecord[],
  added: AttributeDefinition[] = []
): AttributeDefinition[] {
  const definitions = new Map(record.definitions.map((one) => [one.AttributeName, one]))
  for (const one of added) {
    const known = definitions.get(one.AttributeName)
    if (known && known.AttributeType !== one.AttributeType) {
      throw invalidParameters(
        `Cannot change the type of the attribute ${one.AttributeName} from ${known.AttributeType} to ${one.AttributeType}`
      )
    }
    definitions.set(one.AttributeName, one)
  }
  const schemas = [record, ...record.local, ...global].flatMap(({ keySchema }) => keySchema)
  const used = new Set(schemas.map(({ AttributeName }) => AttributeName))
  const missing = [...used].filter((name) => !definitions.has(name))
  if (missing.length > 0) {
    throw invalidParameters(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.join(', ')}], AttributeDefinitions: [${[...definitions.keys()].join(', ')}]`
    )
  }
  return [...definitions.values()].filter(({ AttributeName }) => used.has(AttributeName))
}

function updateStream(
  record: TableRecord,
  { StreamSpecification: asked }: UpdateTableRequest
): TableRecord['stream'] {
  if (!asked) return record.stream
  return asked.StreamEnabled ? asked : undefined
}
