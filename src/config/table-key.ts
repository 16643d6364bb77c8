import type { KeyAttribute } from './readers.ts'
import type { TableDefinition } from './table-definition.ts'

/** Makes the definition of a table that has a key and no more. */
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
 * Says what a table's key is: the partition key's attribute, and the sort key's if there is one.
 */
export function toTableKey({ KeySchema, AttributeDefinitions }: TableDefinition): KeyAttribute[] {
  return KeySchema.flatMap(({ AttributeName: name }) =>
    AttributeDefinitions.filter(({ AttributeName }) => AttributeName === name).map(
      ({ AttributeType: type }) => ({ name, type })
    )
  )
}
