import { EngineError, validationError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'
import type { KeyExpression } from '../expressions/key-expression.ts'
import { readKeyTerms } from '../expressions/key-terms.ts'
import { parseCondition } from '../expressions/parse-condition.ts'
import { parseProjection } from '../expressions/parse-projection.ts'
import type { Placeholders } from '../expressions/placeholders.ts'
import type { Projection } from '../expressions/projection.ts'
import { toProjection } from '../legacy/attributes-to-get.ts'
import type { ConditionalOperator } from '../legacy/conditional-operator.ts'
import { type RawComparison, toFilter } from '../legacy/filter.ts'
import { toKeyExpression } from '../legacy/key-conditions.ts'
import type { Item } from '../values/attribute-value.ts'
import { readItem } from '../values/read-value.ts'
import { checkLimit, checkSegments, checkSelect } from './check-reads.ts'
import { checkMixing, type ExpressionInput, withPlaceholders } from './expression-parameters.ts'
import { pick } from './pick.ts'
import type { GetItemRequest, QueryRequest, Reading, ScanRequest } from './requests.ts'

const READING = [
  'TableName',
  'IndexName',
  'Select',
  'Limit',
  'ConsistentRead',
  'ReturnConsumedCapacity'
] as const

type Conditions = Record<string, RawComparison | null>

interface ProjectedInput extends ExpressionInput {
  AttributesToGet?: string[]
}

interface ReadingInput extends ProjectedInput, Pick<Reading, (typeof READING)[number]> {
  ConditionalOperator?: ConditionalOperator
  ExclusiveStartKey?: unknown
}

type GetInput = ProjectedInput & Omit<GetItemRequest, 'key' | 'projection'> & { Key: unknown }
type QueryInput = ReadingInput &
  Pick<QueryRequest, 'ScanIndexForward'> & { QueryFilter?: Conditions; KeyConditions?: Conditions }
type ScanInput = ReadingInput &
  Pick<ScanRequest, 'Segment' | 'TotalSegments'> & { ScanFilter?: Conditions }

/** Reads key and projection. Throws AWS's errors, as all readers here do. */
export function readGetItem(input: GetInput): GetItemRequest {
  checkMixing(input, ['ProjectionExpression'], ['AttributesToGet'])
  const key = readItem(input.Key)
  const projection = readProjection(input)
  const own = pick(input, ['TableName', 'ConsistentRead', 'ReturnConsumedCapacity'])
  return { ...own, key, ...(projection && { projection }) }
}

/** Reads key condition, filter, projection and start key, of expressions or legacy parameters. */
export function readQuery(input: QueryInput): QueryRequest {
  checkLimit(input)
  checkMixing(
    input,
    ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
    ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions']
  )
  const filter = toFilter(input.QueryFilter, input.ConditionalOperator)
  const projection = input.AttributesToGet && toProjection(input.AttributesToGet)
  const startKey = readStartKey(input.ExclusiveStartKey)
  const keyConditions = readKeyConditions(input)
  const { condition, reading } = withPlaceholders(input, (placeholders) => ({
    condition: parseKeyCondition(input, placeholders),
    reading: readCommon(input, placeholders, { filter, projection, startKey })
  }))
  const keyExpression = condition ? readKeyTerms(condition) : (keyConditions ?? [])
  checkSelect(input, 'Querying')
  return {
    ...(filter && { filterName: 'QueryFilter' }),
    ...reading,
    keyExpression,
    ...pick(input, ['ScanIndexForward'])
  }
}

/** Reads filter, projection, start key and segment, of expressions or legacy parameters. */
export function readScan(input: ScanInput): ScanRequest {
  checkMixing(
    input,
    ['ProjectionExpression', 'FilterExpression'],
    ['AttributesToGet', 'ScanFilter', 'ConditionalOperator']
  )
  const projection = input.AttributesToGet && toProjection(input.AttributesToGet)
  const filter = toFilter(input.ScanFilter, input.ConditionalOperator)
  const startKey = readStartKey(input.ExclusiveStartKey)
  checkSegments(input)
  const request = withPlaceholders(input, (placeholders) =>
    readCommon(input, placeholders, { filter, projection, startKey })
  )
  checkSelect(input, 'Scanning')
  return {
    ...(filter && { filterName: 'ScanFilter' }),
    ...request,
    ...pick(input, ['Segment', 'TotalSegments'])
  }
}

/** Reads ProjectionExpression, or AttributesToGet, which cannot stand together. */
export function readProjection(input: ProjectedInput): Projection | undefined {
  const legacy = input.AttributesToGet && toProjection(input.AttributesToGet)
  return withPlaceholders(input, (placeholders) => parseProjectionOf(input, placeholders)) ?? legacy
}

function parseProjectionOf(
  { ProjectionExpression }: ExpressionInput,
  placeholders: Placeholders
): Projection | undefined {
  if (ProjectionExpression === undefined) return undefined
  return parseProjection(ProjectionExpression, placeholders)
}

/** Parses filter and projection, in AWS's order, where the legacy parameters do not say them. */
function readCommon(
  input: ReadingInput,
  placeholders: Placeholders,
  legacy: { [Name in 'filter' | 'projection' | 'startKey']: Reading[Name] | undefined }
): Reading {
  const { FilterExpression } = input
  const filter =
    FilterExpression === undefined
      ? legacy.filter
      : parseCondition(FilterExpression, placeholders, 'FilterExpression')
  const projection = parseProjectionOf(input, placeholders) ?? legacy.projection
  const { startKey } = legacy
  return {
    ...pick(input, READING),
    ...(startKey && { startKey }),
    ...(filter && { filter }),
    ...(FilterExpression !== undefined && { filterName: 'Filter Expression' }),
    ...(projection && { projection })
  }
}

function readKeyConditions(input: QueryInput): KeyExpression | undefined {
  if (input.KeyConditionExpression !== undefined) return undefined
  if (input.KeyConditions === undefined) {
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.'
    )
  }
  return toKeyExpression(input.KeyConditions)
}

function parseKeyCondition(
  { KeyConditionExpression }: ExpressionInput,
  placeholders: Placeholders
): Condition | undefined {
  if (KeyConditionExpression === undefined) return undefined
  return parseCondition(KeyConditionExpression, placeholders, 'KeyConditionExpression')
}

// AWS puts its words for a wrong start key before all faults of values but these.
const ALONE =
  /contains duplicates|number set|numeric value|significant digits|number with magnitude|attribute name|null AttributeValue/i

function readStartKey(raw: unknown): Item | undefined {
  if (raw === undefined) return undefined
  try {
    return readItem(raw)
  } catch (error) {
    if (!(error instanceof EngineError) || ALONE.test(error.message)) throw error
    throw validationError(`The provided starting key is invalid: ${error.message}`)
  }
}
