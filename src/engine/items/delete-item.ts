import type { Database } from '../database.ts'
import type { DeleteItemRequest } from '../validation/requests.ts'
import { toAnswer } from './answer.ts'
import { checkKey } from './check-keys.ts'
import { textOf } from './record.ts'
import { writeItem } from './write-item.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export async function deleteItem(database: Database, request: DeleteItemRequest): Promise<string> {
  const table = database.catalogue.find(request.TableName)
  checkKey(table.key, request.key)
  const { before, members } = await writeItem(
    database,
    request,
    table,
    request.key,
    () => undefined
  )
  const isAsked = request.ReturnValues === 'ALL_OLD' && before.record !== undefined
  return toAnswer({ Attributes: isAsked ? textOf(before.record as string) : undefined }, members)
}
