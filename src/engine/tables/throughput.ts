import { invalidParameters, validationError } from '../errors.ts'
import type { Throughput, UpdateTableRequest } from '../validation/requests.ts'
import type { StoredThroughput, TableRecord } from './table.ts'

const ON_DEMAND = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }

/** What is stored of a throughput; without one, that of a table that is billed by request. */
export function toThroughput(throughput: Throughput = ON_DEMAND): StoredThroughput {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput
  return { ReadCapacityUnits, WriteCapacityUnits, decreases: 0 }
}

/** Checks the throughput that an update asks for against the billing mode that there will be. */
export function checkThroughput(
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

/** A throughput after an update, and when it was changed. */
export function changeThroughput(
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
