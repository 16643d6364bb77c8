import type { Database } from '../database.ts'
import { EngineError, validationError } from '../errors.ts'
import type { Requests, Tag } from '../validation/requests.ts'
import { tableNameOf } from './catalogue.ts'
import type { TableRecord } from './table.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
const MAX_TAGS = 50

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export function tagResource(database: Database, request: Requests['TagResource']): Promise<string> {
  return changeTags(database, request.ResourceArn, (tags) => {
    const byKey = new Map(tags.map((tag) => [tag.Key, tag]))
    for (const tag of request.Tags) byKey.set(tag.Key, tag)
    if (byKey.size > MAX_TAGS) {
      throw validationError(`A table can have at most ${MAX_TAGS} tags`)
    }
    return [...byKey.values()]
  })
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export function untagResource(
  database: Database,
  request: Requests['UntagResource']
): Promise<string> {
  return changeTags(
    database,
    request.ResourceArn,
    (tags) => tags.filter(({ Key }) => !request.TagKeys.includes(Key)),
    'Requested resource not found'
  )
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export function listTagsOfResource(
  database: Database,
  request: Requests['ListTagsOfResource']
): string {
  return JSON.stringify({ Tags: findTagged(database, request.ResourceArn).tags })
}

function changeTags(
  database: Database,
  arn: string,
  change: (tags: Tag[]) => Tag[],
  notFound?: string
): Promise<string> {
  return database.catalogue.exclusive(async () => {
    const record = findTagged(database, arn, notFound)
    await database.catalogue.save({ ...record, tags: change(record.tags) })
    return ''
  })
}

function findTagged(
  { catalogue }: Database,
  arn: string,
  notFound = `Requested resource not found: ResourcArn: ${arn} not found`
): TableRecord {
  const table = catalogue.get(tableNameOf(arn))
  if (!table) throw new EngineError('ResourceNotFoundException', notFound)
  return table.record
}
