import type { Database } from '../database.ts'
import { EngineError, invalidParameters, validationError } from '../errors.ts'
import type { Change } from '../store/store.ts'
import { checkThroughput } from '../validation/check-throughput.ts'
import type {
  AttributeDefinition,
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
  for (const one of updates) indexes = updateIndex(database, record, indexes, one, effects)
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
    if (Create.ProvisionedThroughput)
      checkThroughput(Create.ProvisionedThroughput, Create.IndexName)
    const { id, change } = database.catalogue.nextId()
    effects.changes.push(change)
    return [...indexes, { ...toGlobalRecord(Create, id), isCreating: true }]
  }
  const named = (Update ?? Delete)?.IndexName
  const index = indexes.find(({ name }) => name === named)
  if (!index) throw new EngineError('ResourceNotFoundException', 'Requested resource not found')
  if (Delete) {
    effects.changes.push(garbage(index.id))
    effects.removed.push(index)
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
  const missing = [...used].filter((name) => !definitions.has(name))
  if (missing.length > 0) {
    throw invalidParameters(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.join(', ')}], AttributeDefinitions: [${[...definitions.keys()].join(', ')}]`
    )
  }
  return [...definitions.values()].filter(({ AttributeName }) => used.has(AttributeName))
}
