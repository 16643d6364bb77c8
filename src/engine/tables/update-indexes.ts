import type { Database } from '../database.ts'
import { EngineError, invalidParameters, validationError } from '../errors.ts'
import type { Change } from '../store/store.ts'
import { checkKeySchema } from '../validation/check-indexes.ts'
import { checkThroughput } from '../validation/check-throughput.ts'
import type {
  AttributeDefinition,
  GlobalIndex,
  GlobalIndexUpdate,
  Throughput,
  UpdateTableRequest
} from '../validation/requests.ts'
import { toGlobalRecord } from './create-table.ts'
import { garbage } from './purge.ts'
import type { IndexRecord, TableRecord } from './table.ts'
import { changeThroughput, toThroughput } from './throughput.ts'

const MAX_GLOBAL_INDEXES = 20
const MAX_UNITS = 1_000_000_000_000

/** What an update makes beside a table's new record. */
export interface Effects {
  changes: Change[]
  removed: IndexRecord[]
}

/** The global indexes after an update. Throws AWS's errors; nothing is changed yet. */
export function updateIndexes(
  database: Database,
  record: TableRecord,
  request: UpdateTableRequest,
  effects: Effects
): IndexRecord[] {
  const updates = request.GlobalSecondaryIndexUpdates ?? []
  for (const { Update } of updates) checkUnits(Update?.ProvisionedThroughput)
  const isBusy = record.global.some(({ isCreating }) => isCreating)
  const online = updates.filter(({ Create, Delete }) => Create || Delete)
  if (online.length > 1 || (online.length === 1 && isBusy)) {
    throw new EngineError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table'
    )
  }
  let indexes = record.global
  for (const { Create, Update, Delete } of updates) {
    if (Create) {
      checkKeySchema(Create.KeySchema, request.AttributeDefinitions ?? [])
      indexes = [...indexes, createIndex(database, [...indexes, ...record.local], Create, effects)]
    }
    if (Update) {
      const index = findIndex(indexes, Update)
      const changed = changeIndex(index, Update, database.now())
      indexes = indexes.map((other) => (other === index ? changed : other))
    }
    if (Delete) {
      const index = findIndex(indexes, Delete)
      removeIndex(index, effects)
      indexes = indexes.filter((other) => other !== index)
    }
  }
  if (indexes.length > MAX_GLOBAL_INDEXES) {
    throw invalidParameters('GlobalSecondaryIndex count exceeds the per-table limit of 20')
  }
  return indexes
}

/** AWS's words for units that no index has: recorded by dynalite's tests. */
function checkUnits(throughput: Throughput | undefined): void {
  if (!throughput) return
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput
  if (Math.max(ReadCapacityUnits, WriteCapacityUnits) <= MAX_UNITS) return
  throw validationError(
    'This operation cannot be performed with given input values. Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate'
  )
}

function createIndex(
  { catalogue }: Database,
  taken: IndexRecord[],
  create: GlobalIndex,
  effects: Effects
): IndexRecord {
  if (taken.some(({ name }) => name === create.IndexName)) {
    throw validationError('Attempting to create an index which already exists')
  }
  if (create.ProvisionedThroughput) {
    checkThroughput(create.ProvisionedThroughput, create.IndexName)
  }
  const { id, change } = catalogue.nextId()
  effects.changes.push(change)
  return { ...toGlobalRecord(create, id), isCreating: true }
}

function removeIndex(index: IndexRecord, effects: Effects): void {
  effects.changes.push(garbage(index.id))
  effects.removed.push(index)
}

function changeIndex(
  index: IndexRecord,
  update: NonNullable<GlobalIndexUpdate['Update']>,
  now: number
): IndexRecord {
  const { throughput = toThroughput() } = index
  return {
    ...index,
    throughput: changeThroughput(throughput, update.ProvisionedThroughput, now),
    onDemand: update.OnDemandThroughput ?? index.onDemand,
    warm: update.WarmThroughput ?? index.warm
  }
}

function findIndex(indexes: IndexRecord[], named: { IndexName: string }): IndexRecord {
  const index = indexes.find(({ name }) => name === named.IndexName)
  if (index) return index
  throw new EngineError('ResourceNotFoundException', 'Requested resource not found')
}

/** The definitions of those attributes that are keys; throws where one would change its type. */
export function usedDefinitions(
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
  return [...definitions.values()].filter(({ AttributeName }) => used.has(AttributeName))
}
