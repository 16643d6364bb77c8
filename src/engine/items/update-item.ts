import type { Database } from '../database.ts'
import { updatedAttributes } from '../expressions/apply-update.ts'
import type { UpdateItemRequest } from '../validation/requests.ts'
import { toAnswer } from './answer.ts'
import { checkKey } from './check-keys.ts'
import { type ItemRecord, itemOf, textOf } from './record.ts'
import type { Stored } from './stored.ts'
import { changeItem, checkUpdate, UPDATE_TOO_LARGE } from './update.ts'
import { writeItem } from './write-item.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export async function updateItem(database: Database, request: UpdateItemRequest): Promise<string> {
  const table = database.catalogue.find(request.TableName)
  checkKey(table.key, request.key)
  checkUpdate(table, request.update)
  const { before, after, members } = await writeItem(
    database,
    request,
    table,
    request.key,
    (stored) => changeItem(table, request.update, request.key, stored.item()),
    UPDATE_TOO_LARGE
  )
  return toAnswer({ Attributes: attributes(request, before, after) }, members)
}

function attributes(
  { ReturnValues, update }: UpdateItemRequest,
  before: Stored,
  after: ItemRecord | undefined
): string | undefined {
  switch (ReturnValues) {
    case 'ALL_OLD':
      return before.record && textOf(before.record)
    case 'ALL_NEW':
      return after && textOf(after)
    case 'UPDATED_OLD':
    case 'UPDATED_NEW': {
      const item = ReturnValues === 'UPDATED_OLD' ? before.item() : after && itemOf(after)
      const updated = item && update ? updatedAttributes(update, item) : {}
      return Object.keys(updated).length > 0 ? JSON.stringify(updated) : undefined
    }
    default:
      return undefined
  }
}
