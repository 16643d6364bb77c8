import { invalidParameters, validationError } from '../errors.ts'
import type {
  AttributeDefinition,
  IndexProjection,
  KeySchemaElement,
  LocalIndex
} from './requests.ts'

/**
 * Checks a key schema against the attribute definitions: names that are defined and differ, HASH
 * first, then RANGE.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html
 */
export function checkKeySchema(
  keySchema: KeySchemaElement[],
  definitions: AttributeDefinition[]
): void {
  const keys = keySchema.map(({ AttributeName }) => AttributeName)
  const defined = definitions.map(({ AttributeName }) => AttributeName)
  if (!keys.every((key) => defined.includes(key))) {
    throw invalidParameters(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`
    )
  }
  if (keys[0] === keys[1]) {
    throw validationError(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name'
    )
  }
  const [hash, range] = keySchema
  if (hash?.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  }
  if (range && range.KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type')
  }
}

/** Checks what an index projects: a type, and the attributes that only INCLUDE names. */
export function checkProjection({ ProjectionType: type, NonKeyAttributes }: IndexProjection): void {
  if (type === undefined) throw invalidParameters('Unknown ProjectionType: null')
  if (type !== 'INCLUDE') {
    if (NonKeyAttributes === undefined) return
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is specified`)
  }
  if (NonKeyAttributes === undefined) {
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is not specified`)
  }
}

/** Refuses a second index of a name that the set has, and puts the name there. */
export function checkIndexName(
  { IndexName }: Pick<LocalIndex, 'IndexName'>,
  names: Set<string>
): void {
  if (names.has(IndexName)) throw invalidParameters(`Duplicate index name: ${IndexName}`)
  names.add(IndexName)
}
