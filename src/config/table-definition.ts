import type { Static, TObject, TProperties, TUnsafe } from '@sinclair/typebox'
// Imports the namespace, because a bundle then keeps only the functions that are used.
import * as Type from '@sinclair/typebox'
import { TABLE_NAME } from './table-name.ts'

// The parameters of CreateTable; a test compares them with the installed SDK's.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html

const Text = Type.String()
const Flag = Type.Boolean()
const Integer = Type.Integer()

function OneOf<const T extends readonly string[]>(...values: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values })
}

/** Makes the schema of an object that has no other members. */
function Structure<T extends TProperties>(members: T): TObject<T> {
  return Type.Object(members, { additionalProperties: false })
}

const AttributeDefinitions = Type.Array(
  Structure({ AttributeName: Text, AttributeType: OneOf('S', 'N', 'B') })
)

const KeySchema = Type.Array(Structure({ AttributeName: Text, KeyType: OneOf('HASH', 'RANGE') }))
export type KeySchema = Static<typeof KeySchema>

const Projection = Structure({
  ProjectionType: Type.Optional(OneOf('ALL', 'KEYS_ONLY', 'INCLUDE')),
  NonKeyAttributes: Type.Optional(Type.Array(Text))
})

const ProvisionedThroughput = Structure({ ReadCapacityUnits: Integer, WriteCapacityUnits: Integer })

const OnDemandThroughput = Structure({
  MaxReadRequestUnits: Type.Optional(Integer),
  MaxWriteRequestUnits: Type.Optional(Integer)
})

const WarmThroughput = Structure({
  ReadUnitsPerSecond: Type.Optional(Integer),
  WriteUnitsPerSecond: Type.Optional(Integer)
})

const LocalSecondaryIndex = Structure({ IndexName: Text, KeySchema, Projection })

const GlobalSecondaryIndex = Structure({
  IndexName: Text,
  KeySchema,
  Projection,
  ProvisionedThroughput: Type.Optional(ProvisionedThroughput),
  OnDemandThroughput: Type.Optional(OnDemandThroughput),
  WarmThroughput: Type.Optional(WarmThroughput)
})

const VectorIndex = Structure({
  IndexName: Text,
  VectorAttribute: Structure({ AttributeName: Text }),
  Projection,
  Dimensions: Integer,
  DistanceFunction: OneOf('COSINE', 'EUCLIDEAN', 'DOT_PRODUCT'),
  SearchSchema: Type.Optional(
    Type.Array(
      Structure({ AttributeName: Text, SearchSchemaElementType: OneOf('HASH', 'INLINE_FILTER') })
    )
  )
})

/** A table of TABLES_FILE: the parameters of CreateTable, and that of UpdateTimeToLive. */
export const TableDefinition = Structure({
  // AWS also accepts an ARN here; this service does not.
  TableName: Type.String({ pattern: TABLE_NAME.source, description: 'a table’s name' }),
  // AWS requires it unless the table is a replica of another one.
  AttributeDefinitions,
  KeySchema,
  LocalSecondaryIndexes: Type.Optional(Type.Array(LocalSecondaryIndex)),
  GlobalSecondaryIndexes: Type.Optional(Type.Array(GlobalSecondaryIndex)),
  BillingMode: Type.Optional(OneOf('PROVISIONED', 'PAY_PER_REQUEST')),
  ProvisionedThroughput: Type.Optional(ProvisionedThroughput),
  StreamSpecification: Type.Optional(
    Structure({
      StreamEnabled: Flag,
      StreamViewType: Type.Optional(
        OneOf('NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY')
      )
    })
  ),
  SSESpecification: Type.Optional(
    Structure({
      Enabled: Type.Optional(Flag),
      SSEType: Type.Optional(OneOf('AES256', 'KMS')),
      KMSMasterKeyId: Type.Optional(Text)
    })
  ),
  Tags: Type.Optional(Type.Array(Structure({ Key: Text, Value: Text }))),
  TableClass: Type.Optional(OneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS')),
  DeletionProtectionEnabled: Type.Optional(Flag),
  WarmThroughput: Type.Optional(WarmThroughput),
  ResourcePolicy: Type.Optional(Text),
  OnDemandThroughput: Type.Optional(OnDemandThroughput),
  GlobalTableSourceArn: Type.Optional(Text),
  GlobalTableSettingsReplicationMode: Type.Optional(
    OneOf('ENABLED', 'DISABLED', 'ENABLED_WITH_OVERRIDES')
  ),
  VectorIndexes: Type.Optional(Type.Array(VectorIndex)),
  TimeToLiveSpecification: Type.Optional(Structure({ Enabled: Flag, AttributeName: Text }))
})
export type TableDefinition = Static<typeof TableDefinition>
