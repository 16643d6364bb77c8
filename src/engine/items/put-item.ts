import type { Database } from '../database.ts'
import type { PutItemRequest } from '../validation/requests.ts'
import { toAnswer } from './answer.ts'
import { checkItemKeys } from './check-keys.ts'
import { textOf } from './record.ts'
import { writeItem } from './write-item.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export async function putItem(database: Database, request: PutItemRequest): Promise<string> {
  const table = database.catalogue.find(request.TableName)
  checkItemKeys(table, request.item)
  const { before, members } = await writeItem(
    database,
    request,
    table,
    request.item,
    () => request.item
  )
  const isAsked = request.ReturnValues === 'ALL_OLD' && before.record !== undefined
  return toAnswer({ Attributes: isAsked ? textOf(before.record as string) : undefined }, members)
}
