import { validationError } from '../errors.ts'

const TABLE_ARN = /^arn:[a-z-]+:dynamodb:[a-z0-9-]*:\d*:table\/[a-zA-Z0-9_.-]{3,255}$/

interface TagsInput {
  ResourceArn?: string
  Tags?: unknown[]
  TagKeys?: unknown[]
}

/**
 * Checks the input of TagResource, UntagResource or ListTagsOfResource in AWS's own order: the
 * resource, then what is to be done with it. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
 */
export function checkTags(operation: string, input: TagsInput): void {
  const { ResourceArn: arn } = input
  if (arn === undefined) throw validationError('Invalid TableArn')
  const list = LISTS.get(operation)
  if (list !== undefined && input[list.member] === undefined) {
    throw validationError(
      `1 validation error detected: Value null at '${list.path}' failed to satisfy constraint: Member must not be null`
    )
  }
  if (!TABLE_ARN.test(arn)) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`)
  }
  if (list !== undefined && input[list.member]?.length === 0) {
    throw validationError(`Atleast one ${list.name} needs to be provided as Input.`)
  }
}

const LISTS = new Map<string, { member: 'Tags' | 'TagKeys'; path: string; name: string }>([
  ['TagResource', { member: 'Tags', path: 'tags', name: 'Tag' }],
  ['UntagResource', { member: 'TagKeys', path: 'tagKeys', name: 'Tag Key' }]
])
