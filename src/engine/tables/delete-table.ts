import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import { describe } from './describe.ts'
import { findNamed } from './describe-table.ts'
import { garbage, startPurge } from './purge.ts'

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
 * The table is gone at once, its items go in the background.
 */
export function deleteTable(database: Database, request: { TableName: string }): Promise<string> {
  const { catalogue, counts } = database
  return catalogue.exclusive(async () => {
    const { record } = findNamed(database, request.TableName)
    if (record.isProtected) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.'
      )
    }
    const description = describe(record, counts, 'DELETING')
    const ids = [record, ...record.local, ...record.global].map(({ id }) => id)
    await catalogue.remove(record.name, ids.map(garbage))
    startPurge(database, ids)
    return JSON.stringify({ TableDescription: description })
  })
}
