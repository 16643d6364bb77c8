import { validationError } from '../errors.ts'
import type { Reading, ScanRequest } from './requests.ts'

interface SelectInput extends Pick<Reading, 'Select' | 'IndexName'> {
  ProjectionExpression?: string
  AttributesToGet?: string[]
}

/** Refuses a Query's Limit below 1, of which AWS tells in other words than of a Scan's. */
export function checkLimit({ Limit }: Pick<Reading, 'Limit'>): void {
  if (Limit === undefined || Limit >= 1) return
  throw validationError(
    "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
  )
}

/** Refuses a segment without their number, a number without its segment, and one beyond it. */
export function checkSegments({
  Segment,
  TotalSegments
}: Pick<ScanRequest, 'Segment' | 'TotalSegments'>): void {
  if (Segment !== undefined && TotalSegments === undefined) {
    throw validationError(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present'
    )
  }
  if (TotalSegments === undefined) return
  if (Segment === undefined) {
    throw validationError(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present'
    )
  }
  if (Segment >= TotalSegments) {
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`
    )
  }
}

/** Refuses a Select that what is projected, or the index, does not go with. */
export function checkSelect(input: SelectInput, doing: 'Querying' | 'Scanning'): void {
  const { Select, IndexName, ProjectionExpression, AttributesToGet } = input
  const projecting =
    ProjectionExpression !== undefined
      ? 'ProjectionExpression'
      : AttributesToGet !== undefined
        ? 'AttributesToGet'
        : undefined
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validationError(
      `ALL_PROJECTED_ATTRIBUTES can be used only when ${doing} using an IndexName`
    )
  }
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    if (projecting !== undefined) return
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES'
    )
  }
  if (Select === undefined || projecting === undefined) return
  const chosen = Select === 'COUNT' ? 'only the Count' : Select
  throw validationError(`Cannot specify the ${projecting} when choosing to get ${chosen}`)
}
