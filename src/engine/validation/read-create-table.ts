import { invalidParameters, validationError } from '../errors.ts'
import { checkIndexName, checkKeySchema, checkProjection } from './check-indexes.ts'
import { checkThroughput } from './check-throughput.ts'
import type { CreateTableRequest, LocalIndex } from './requests.ts'

const MAX_LOCAL_INDEXES = 5
const MAX_GLOBAL_INDEXES = 20
const MAX_PROJECTED = 100

/**
 * Checks what CreateTable says of keys, indexes and throughput. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export function readCreateTable(request: CreateTableRequest): CreateTableRequest {
  checkBilling(request)
  checkTableKeys(request)
  const names = new Set<string>()
  checkLocalIndexes(request, names)
  checkGlobalIndexes(request, names)
  checkDefinitionsUsed(request)
  checkProjectedCount(request)
  return request
}

function checkBilling({ BillingMode, ProvisionedThroughput }: CreateTableRequest): void {
  if (BillingMode === 'PAY_PER_REQUEST') {
    if (ProvisionedThroughput === undefined) return
    throw invalidParameters(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST'
    )
  }
  if (ProvisionedThroughput === undefined) {
    throw invalidParameters(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED'
    )
  }
  checkThroughput(ProvisionedThroughput)
}

function checkTableKeys({ AttributeDefinitions, KeySchema }: CreateTableRequest): void {
  if (KeySchema.length > AttributeDefinitions.length) {
    throw validationError('Invalid KeySchema: Some index key attribute have no definition')
  }
  const names = new Set<string>()
  for (const { AttributeName } of AttributeDefinitions) {
    if (names.has(AttributeName)) {
      throw validationError('Cannot have two attributes with the same name')
    }
    names.add(AttributeName)
  }
  checkKeySchema(KeySchema, AttributeDefinitions)
}

function checkLocalIndexes(request: CreateTableRequest, names: Set<string>): void {
  const { AttributeDefinitions, KeySchema, LocalSecondaryIndexes: indexes } = request
  if (indexes === undefined) return
  if (indexes.length === 0) throw invalidParameters('List of LocalSecondaryIndexes is empty')
  const [hash] = KeySchema
  if (KeySchema.length < 2 || hash === undefined) {
    throw invalidParameters(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex'
    )
  }
  for (const index of indexes) {
    checkKeySchema(index.KeySchema, AttributeDefinitions)
    checkLocalKeys(index, hash.AttributeName)
    checkProjection(index.Projection)
    checkIndexName(index, names)
  }
  if (indexes.length > MAX_LOCAL_INDEXES) {
    throw invalidParameters(
      `Number of LocalSecondaryIndexes exceeds per-table limit of ${MAX_LOCAL_INDEXES}`
    )
  }
}

function checkLocalKeys({ IndexName, KeySchema }: LocalIndex, tableHash: string): void {
  const [hash] = KeySchema
  if (KeySchema.length < 2) {
    throw invalidParameters(`Index KeySchema does not have a range key for index: ${IndexName}`)
  }
  if (hash?.AttributeName !== tableHash) {
    throw invalidParameters(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. index hash key: ${hash?.AttributeName}, table hash key: ${tableHash}`
    )
  }
}

function checkGlobalIndexes(request: CreateTableRequest, names: Set<string>): void {
  const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes: indexes } = request
  if (indexes === undefined) return
  if (indexes.length === 0) throw invalidParameters('List of GlobalSecondaryIndexes is empty')
  for (const index of indexes) {
    checkKeySchema(index.KeySchema, AttributeDefinitions)
    checkProjection(index.Projection)
    if (BillingMode === 'PAY_PER_REQUEST' && index.ProvisionedThroughput !== undefined) {
      throw invalidParameters(
        `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`
      )
    }
    if (BillingMode !== 'PAY_PER_REQUEST' && index.ProvisionedThroughput === undefined) {
      throw invalidParameters(
        `ProvisionedThroughput must be specified for index: ${index.IndexName}`
      )
    }
    if (index.ProvisionedThroughput) checkThroughput(index.ProvisionedThroughput, index.IndexName)
    checkIndexName(index, names)
  }
  if (indexes.length > MAX_GLOBAL_INDEXES) {
    throw invalidParameters(
      `GlobalSecondaryIndex count exceeds the per-table limit of ${MAX_GLOBAL_INDEXES}`
    )
  }
}

/** Refuses definitions of attributes that are no key of the table or of an index. */
function checkDefinitionsUsed(request: CreateTableRequest): void {
  const { AttributeDefinitions, KeySchema } = request
  const indexes = [
    ...(request.LocalSecondaryIndexes ?? []),
    ...(request.GlobalSecondaryIndexes ?? [])
  ]
  const schemas = [KeySchema, ...indexes.map((index) => index.KeySchema)]
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName))
  if (used.size === AttributeDefinitions.length) return
  if (indexes.length === 0) {
    throw invalidParameters(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions'
    )
  }
  const defined = AttributeDefinitions.map(({ AttributeName }) => AttributeName)
  throw invalidParameters(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`
  )
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (projected
 * attributes)
 */
function checkProjectedCount(request: CreateTableRequest): void {
  const indexes = [
    ...(request.LocalSecondaryIndexes ?? []),
    ...(request.GlobalSecondaryIndexes ?? [])
  ]
  const count = indexes.flatMap(({ Projection }) => Projection.NonKeyAttributes ?? []).length
  if (count <= MAX_PROJECTED) return
  throw invalidParameters(
    `Number of projected non-key attributes ${count} exceeds the limit of ${MAX_PROJECTED}`
  )
}
