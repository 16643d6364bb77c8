import type { Condition } from '../expressions/condition.ts'
import type { KeyExpression } from '../expressions/key-expression.ts'
import type { Projection } from '../expressions/projection.ts'
import type { Update } from '../expressions/update.ts'
import type { Item } from '../values/attribute-value.ts'

/**
 * What `readRequest` makes of each call's input: everything checked that can be checked without the
 * table, values canonical, expressions and legacy parameters parsed to the same trees. Members in
 * AWS's spelling are the input's own; those in lower case are made of it.
 */
export interface Requests {
  BatchGetItem: BatchGetItemRequest
  BatchWriteItem: BatchWriteItemRequest
  CreateTable: CreateTableRequest
  DeleteItem: DeleteItemRequest
  DeleteTable: { TableName: string }
  DescribeEndpoints: object
  DescribeLimits: object
  DescribeTable: { TableName: string }
  DescribeTimeToLive: { TableName: string }
  GetItem: GetItemRequest
  ListTables: { ExclusiveStartTableName?: string; Limit?: number }
  ListTagsOfResource: { ResourceArn: string; NextToken?: string }
  PutItem: PutItemRequest
  Query: QueryRequest
  Scan: ScanRequest
  TagResource: { ResourceArn: string; Tags: Tag[] }
  TransactGetItems: TransactGetItemsRequest
  TransactWriteItems: TransactWriteItemsRequest
  UntagResource: { ResourceArn: string; TagKeys: string[] }
  UpdateItem: UpdateItemRequest
  UpdateTable: UpdateTableRequest
  UpdateTimeToLive: {
    TableName: string
    TimeToLiveSpecification: { AttributeName: string; Enabled: boolean }
  }
}

export type OperationName = keyof Requests

export interface Tag {
  Key: string
  Value: string
}

export interface KeySchemaElement {
  AttributeName: string
  KeyType: 'HASH' | 'RANGE'
}

export interface AttributeDefinition {
  AttributeName: string
  AttributeType: 'S' | 'N' | 'B'
}

export interface Throughput {
  ReadCapacityUnits: number
  WriteCapacityUnits: number
}

export interface IndexProjection {
  ProjectionType?: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'
  NonKeyAttributes?: string[]
}

export interface LocalIndex {
  IndexName: string
  KeySchema: KeySchemaElement[]
  Projection: IndexProjection
}

export interface GlobalIndex extends LocalIndex {
  ProvisionedThroughput?: Throughput
  OnDemandThroughput?: { MaxReadRequestUnits?: number; MaxWriteRequestUnits?: number }
  WarmThroughput?: { ReadUnitsPerSecond?: number; WriteUnitsPerSecond?: number }
}

export type BillingMode = 'PROVISIONED' | 'PAY_PER_REQUEST'

export interface StreamSpecification {
  StreamEnabled: boolean
  StreamViewType?: string
}

export interface SSESpecification {
  Enabled?: boolean
  SSEType?: 'AES256' | 'KMS'
  KMSMasterKeyId?: string
}

export interface CreateTableRequest {
  TableName: string
  AttributeDefinitions: AttributeDefinition[]
  KeySchema: KeySchemaElement[]
  LocalSecondaryIndexes?: LocalIndex[]
  GlobalSecondaryIndexes?: GlobalIndex[]
  BillingMode?: BillingMode
  ProvisionedThroughput?: Throughput
  OnDemandThroughput?: { MaxReadRequestUnits?: number; MaxWriteRequestUnits?: number }
  WarmThroughput?: { ReadUnitsPerSecond?: number; WriteUnitsPerSecond?: number }
  StreamSpecification?: StreamSpecification
  SSESpecification?: SSESpecification
  TableClass?: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS'
  DeletionProtectionEnabled?: boolean
  ResourcePolicy?: string
  Tags?: Tag[]
}

export interface GlobalIndexUpdate {
  Create?: GlobalIndex
  Update?: {
    IndexName: string
    ProvisionedThroughput?: Throughput
    OnDemandThroughput?: { MaxReadRequestUnits?: number; MaxWriteRequestUnits?: number }
    WarmThroughput?: { ReadUnitsPerSecond?: number; WriteUnitsPerSecond?: number }
  }
  Delete?: { IndexName: string }
}

export interface UpdateTableRequest {
  TableName: string
  AttributeDefinitions?: AttributeDefinition[]
  BillingMode?: BillingMode
  ProvisionedThroughput?: Throughput
  GlobalSecondaryIndexUpdates?: GlobalIndexUpdate[]
  StreamSpecification?: StreamSpecification
  SSESpecification?: SSESpecification
  TableClass?: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS'
  DeletionProtectionEnabled?: boolean
  OnDemandThroughput?: { MaxReadRequestUnits?: number; MaxWriteRequestUnits?: number }
  WarmThroughput?: { ReadUnitsPerSecond?: number; WriteUnitsPerSecond?: number }
  ReplicaUpdates?: unknown[]
}

export type CapacityDetail = 'INDEXES' | 'TOTAL' | 'NONE'

interface Capacity {
  ReturnConsumedCapacity?: CapacityDetail
}

interface Metrics {
  ReturnItemCollectionMetrics?: 'SIZE' | 'NONE'
}

export type FailureValues = 'ALL_OLD' | 'NONE'

export interface GetItemRequest extends Capacity {
  TableName: string
  ConsistentRead?: boolean
  key: Item
  projection?: Projection
}

interface ConditionalWrite extends Capacity, Metrics {
  TableName: string
  ReturnValuesOnConditionCheckFailure?: FailureValues
  condition?: Condition
}

export interface PutItemRequest extends ConditionalWrite {
  ReturnValues?: 'ALL_OLD' | 'NONE'
  item: Item
}

export interface DeleteItemRequest extends ConditionalWrite {
  ReturnValues?: 'ALL_OLD' | 'NONE'
  key: Item
}

export interface UpdateItemRequest extends ConditionalWrite {
  ReturnValues?: 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW' | 'NONE'
  key: Item
  /** Without it the item is made where it is missing, and stays as it is where not. */
  update?: Update
}

export type Select = 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'SPECIFIC_ATTRIBUTES' | 'COUNT'

export interface Reading extends Capacity {
  TableName: string
  IndexName?: string
  Select?: Select
  Limit?: number
  ConsistentRead?: boolean
  startKey?: Item
  filter?: Condition
  /** How AWS's messages call the filter. */
  filterName?: 'QueryFilter' | 'ScanFilter' | 'Filter Expression'
  projection?: Projection
}

export interface QueryRequest extends Reading {
  ScanIndexForward?: boolean
  keyExpression: KeyExpression
}

export interface ScanRequest extends Reading {
  Segment?: number
  TotalSegments?: number
}

export interface BatchGetItemRequest extends Capacity {
  tables: { name: string; keys: Item[]; ConsistentRead?: boolean; projection?: Projection }[]
}

export type BatchWrite = { put: Item } | { delete: Item }

export interface BatchWriteItemRequest extends Capacity, Metrics {
  tables: { name: string; writes: BatchWrite[] }[]
}

export interface TransactGetItemsRequest extends Capacity {
  gets: { TableName: string; key: Item; projection?: Projection }[]
}

/** One action of a transaction; `ConditionCheck` always has its condition, `Update` its update. */
export type TransactWrite = {
  TableName: string
  ReturnValuesOnConditionCheckFailure?: FailureValues
  condition?: Condition
} & (
  | { kind: 'ConditionCheck'; key: Item; condition: Condition }
  | { kind: 'Put'; item: Item }
  | { kind: 'Delete'; key: Item }
  | { kind: 'Update'; key: Item; update: Update }
)

export interface TransactWriteItemsRequest extends Capacity, Metrics {
  writes: TransactWrite[]
  ClientRequestToken?: string
}
