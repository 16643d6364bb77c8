import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import { PREFIX, rangeOf } from '../store/keys.ts'
import type { Requests } from '../validation/requests.ts'
import { findNamed } from './describe-table.ts'
import { startFill } from './fill.ts'

const NO_EXPIRY = { expiry: undefined, expiryFill: undefined }

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export function describeTimeToLive(database: Database, request: { TableName: string }): string {
  const { expiry } = findNamed(database, request.TableName).record
  return JSON.stringify({
    TimeToLiveDescription:
      expiry === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: expiry }
  })
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export function updateTimeToLive(
  database: Database,
  request: Requests['UpdateTimeToLive']
): Promise<string> {
  const { AttributeName: name, Enabled: isEnabled } = request.TimeToLiveSpecification
  return database.catalogue.exclusive(async () => {
    const { record } = findNamed(database, request.TableName)
    checkChange(record.expiry, name, isEnabled)
    const { id, change } = database.catalogue.nextId()
    const expiry = isEnabled ? { expiry: name, expiryFill: id } : NO_EXPIRY
    await database.catalogue.save({ ...record, ...expiry }, [change])
    if (isEnabled) startFill(database, record.name)
    else await forget(database, record.id)
    return JSON.stringify({ TimeToLiveSpecification: request.TimeToLiveSpecification })
  })
}

function checkChange(current: string | undefined, name: string, isEnabled: boolean): void {
  if (!isEnabled && current === undefined) throw validationError('TimeToLive is already disabled')
  if (current === undefined) return
  if (current !== name) {
    throw validationError(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`
    )
  }
  if (isEnabled) throw validationError('TimeToLive is already enabled')
}

/** Ends that are noted would be another attribute's when it is enabled again. */
async function forget({ journal, store }: Database, id: string): Promise<void> {
  await journal.settled()
  await store.clear(...rangeOf(PREFIX.expiry, id))
}
