import {
  boolean,
  integer,
  list,
  long,
  type Members,
  oneOf,
  REQUIRED,
  string,
  structure
} from './shapes.ts'
import { TABLE_NAME_PATTERN } from './table-name.ts'

// The members stand in the order in which DynamoDB reports their faults, as far as that is known.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html

// Its absence is refused in words of its own, by `checkTableName`.
const TABLE_NAME = string()
const NAME = {
  isRequired: true,
  pattern: TABLE_NAME_PATTERN,
  minLength: 3,
  maxLength: 255
} as const
const ATTRIBUTE_NAME = string({ isRequired: true, minLength: 1, maxLength: 255 })
const BILLING_MODE = oneOf('PROVISIONED PAY_PER_REQUEST')
const TABLE_CLASS = oneOf('STANDARD STANDARD_INFREQUENT_ACCESS')

const ATTRIBUTE_DEFINITION = structure('AttributeDefinition', {
  AttributeName: ATTRIBUTE_NAME,
  AttributeType: oneOf('B N S', REQUIRED)
})

const KEY_SCHEMA = list(
  structure('KeySchemaElement', {
    AttributeName: ATTRIBUTE_NAME,
    KeyType: oneOf('HASH RANGE', REQUIRED)
  }),
  { isRequired: true, minLength: 1, maxLength: 2 }
)

const THROUGHPUT = structure('ProvisionedThroughput', {
  WriteCapacityUnits: long({ isRequired: true, min: 1 }),
  ReadCapacityUnits: long({ isRequired: true, min: 1 })
})

const ON_DEMAND_THROUGHPUT = structure('OnDemandThroughput', {
  MaxReadRequestUnits: long(),
  MaxWriteRequestUnits: long()
})

const WARM_THROUGHPUT = structure('WarmThroughput', {
  ReadUnitsPerSecond: long({ min: 1 }),
  WriteUnitsPerSecond: long({ min: 1 })
})

const PROJECTION = structure(
  'Projection',
  {
    ProjectionType: oneOf('ALL INCLUDE KEYS_ONLY'),
    NonKeyAttributes: list(string({ minLength: 1, maxLength: 255 }), {
      minLength: 1,
      maxLength: 20
    })
  },
  REQUIRED
)

const GLOBAL_INDEX: Members = {
  IndexName: string(NAME),
  KeySchema: KEY_SCHEMA,
  Projection: PROJECTION,
  ProvisionedThroughput: THROUGHPUT,
  OnDemandThroughput: ON_DEMAND_THROUGHPUT,
  WarmThroughput: WARM_THROUGHPUT
}

const STREAM = structure('StreamSpecification', {
  StreamEnabled: boolean(REQUIRED),
  StreamViewType: oneOf('NEW_IMAGE OLD_IMAGE NEW_AND_OLD_IMAGES KEYS_ONLY')
})

const SSE = structure('SSESpecification', {
  Enabled: boolean(),
  SSEType: oneOf('AES256 KMS'),
  KMSMasterKeyId: string()
})

const TAGS = list(
  structure('Tag', {
    Key: string({ isRequired: true, minLength: 1, maxLength: 128 }),
    Value: string({ isRequired: true, maxLength: 256 })
  })
)

export const CREATE_TABLE: Members = {
  AttributeDefinitions: list(ATTRIBUTE_DEFINITION, REQUIRED),
  TableName: TABLE_NAME,
  BillingMode: BILLING_MODE,
  ProvisionedThroughput: THROUGHPUT,
  KeySchema: KEY_SCHEMA,
  LocalSecondaryIndexes: list(
    structure('LocalSecondaryIndex', {
      IndexName: string(NAME),
      KeySchema: KEY_SCHEMA,
      Projection: PROJECTION
    })
  ),
  GlobalSecondaryIndexes: list(structure('GlobalSecondaryIndex', GLOBAL_INDEX)),
  OnDemandThroughput: ON_DEMAND_THROUGHPUT,
  WarmThroughput: WARM_THROUGHPUT,
  StreamSpecification: STREAM,
  SSESpecification: SSE,
  TableClass: TABLE_CLASS,
  DeletionProtectionEnabled: boolean(),
  ResourcePolicy: string(),
  Tags: TAGS
}

export const UPDATE_TABLE: Members = {
  TableName: TABLE_NAME,
  ProvisionedThroughput: THROUGHPUT,
  BillingMode: BILLING_MODE,
  AttributeDefinitions: list(ATTRIBUTE_DEFINITION),
  GlobalSecondaryIndexUpdates: list(
    structure('GlobalSecondaryIndexUpdate', {
      Update: structure('UpdateGlobalSecondaryIndexAction', {
        IndexName: string(NAME),
        ProvisionedThroughput: THROUGHPUT,
        OnDemandThroughput: ON_DEMAND_THROUGHPUT,
        WarmThroughput: WARM_THROUGHPUT
      }),
      Create: structure('CreateGlobalSecondaryIndexAction', GLOBAL_INDEX),
      Delete: structure('DeleteGlobalSecondaryIndexAction', { IndexName: string(NAME) })
    })
  ),
  OnDemandThroughput: ON_DEMAND_THROUGHPUT,
  WarmThroughput: WARM_THROUGHPUT,
  StreamSpecification: STREAM,
  SSESpecification: SSE,
  TableClass: TABLE_CLASS,
  DeletionProtectionEnabled: boolean(),
  ReplicaUpdates: list(structure('ReplicationGroupUpdate', {}))
}

/** DeleteTable, DescribeTable and DescribeTimeToLive. */
export const ONE_TABLE: Members = { TableName: TABLE_NAME }

export const LIST_TABLES: Members = {
  Limit: integer({ min: 1, max: 100 }),
  ExclusiveStartTableName: string({ pattern: TABLE_NAME_PATTERN, minLength: 3, maxLength: 255 })
}

export const UPDATE_TIME_TO_LIVE: Members = {
  TableName: TABLE_NAME,
  TimeToLiveSpecification: structure(
    'TimeToLiveSpecification',
    { AttributeName: ATTRIBUTE_NAME, Enabled: boolean(REQUIRED) },
    REQUIRED
  )
}

// What is missing of these three is refused by `read-tags.ts`, in AWS's own order.
export const TAG_RESOURCE: Members = { ResourceArn: string(), Tags: TAGS }
export const UNTAG_RESOURCE: Members = { ResourceArn: string(), TagKeys: list(string()) }
export const LIST_TAGS_OF_RESOURCE: Members = { ResourceArn: string(), NextToken: string() }
