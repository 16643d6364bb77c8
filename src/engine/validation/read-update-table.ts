import { invalidParameters, validationError } from '../errors.ts'
import { checkProjection } from './check-indexes.ts'
import { checkThroughput } from './check-throughput.ts'
import type { GlobalIndexUpdate, UpdateTableRequest } from './requests.ts'

const CHANGES = [
  'ProvisionedThroughput',
  'BillingMode',
  'OnDemandThroughput',
  'WarmThroughput',
  'StreamSpecification',
  'SSESpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'ReplicaUpdates'
] as const

/**
 * Checks what UpdateTable says, as far as that needs no table. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export function readUpdateTable(request: UpdateTableRequest): UpdateTableRequest {
  const updates = request.GlobalSecondaryIndexUpdates ?? []
  if (updates.length === 0 && CHANGES.every((name) => request[name] === undefined)) {
    throw validationError(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required'
    )
  }
  checkBilling(request)
  const names = new Set<string>()
  for (const update of updates) {
    const name = checkUpdate(update)
    if (names.has(name)) {
      throw invalidParameters(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`
      )
    }
    names.add(name)
  }
  return request
}

function checkBilling({ BillingMode, ProvisionedThroughput }: UpdateTableRequest): void {
  if (BillingMode === 'PROVISIONED' && ProvisionedThroughput === undefined) {
    throw invalidParameters(
      'ProvisionedThroughput must be specified when BillingMode is PROVISIONED'
    )
  }
  if (BillingMode === 'PAY_PER_REQUEST' && ProvisionedThroughput !== undefined) {
    throw invalidParameters(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST'
    )
  }
  if (ProvisionedThroughput) checkThroughput(ProvisionedThroughput)
}

/** Checks one index's update and answers the index's name. */
function checkUpdate({ Create, Delete, Update }: GlobalIndexUpdate): string {
  const change = Update ?? Create ?? Delete
  if (change === undefined) {
    throw invalidParameters(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null'
    )
  }
  if (Create) checkProjection(Create.Projection)
  return change.IndexName
}
