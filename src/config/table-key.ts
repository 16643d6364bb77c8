import type { KeyAttribute } from './readers.ts'
import type { TableDefinition } from './table-definition.ts'

/** Makes the definition of a table that has only a key. */
export function toTableDefinition(
  TableName: string,
  key: readonly KeyAttribute[]
): TableDefinition {
  return {
    TableName,
    AttributeDefinitions: key.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type
    })),
    KeySchema: key.map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE'
    })),
    BillingMode: 'PAY_PER_REQUEST'
  }
}

/**
 * Returns a table's key: the attribute of the partition key, and that of the sort key if there is
 * one.
 */
export function toTableKey({ KeySchema, AttributeDefinitions }: TableDefinition): KeyAttribute[] {
  return KeySchema.flatMap(({ AttributeName: name }) =>
    AttributeDefinitions.filter(({ AttributeName }) => AttributeName === name).map(
      ({ AttributeType: type }) => ({ name, type })
    )
  )
}
