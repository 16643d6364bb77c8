import type { Count, Counts } from './counts.ts'
import type { IndexRecord, StoredThroughput, TableRecord } from './table.ts'

// No account and no region of AWS.
const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/'

export function arnOf(name: string): string {
  return ARN + name
}

/**
 * A table as AWS describes it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
 */
export function describe(record: TableRecord, counts: Counts, status = 'ACTIVE'): object {
  const { items, bytes } = counts.of(record.id)
  return {
    AttributeDefinitions: record.definitions,
    TableName: record.name,
    KeySchema: record.keySchema,
    TableStatus: status,
    CreationDateTime: seconds(record.createdAt),
    ProvisionedThroughput: describeThroughput(record.throughput),
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn: arnOf(record.name),
    TableId: record.uuid,
    BillingModeSummary: describeBilling(record),
    LocalSecondaryIndexes: listOf(record.local, (index) =>
      describeIndex(record, index, counts.of(index.id))
    ),
    GlobalSecondaryIndexes: listOf(record.global, (index) => ({
      ...describeIndex(record, index, counts.of(index.id)),
      IndexStatus: statusOf(index),
      Backfilling: index.isCreating || undefined,
      ProvisionedThroughput: describeThroughput(index.throughput),
      OnDemandThroughput: index.onDemand,
      WarmThroughput: describeWarm(index.warm)
    })),
    StreamSpecification: record.stream,
    SSEDescription: describeEncryption(record),
    TableClassSummary: record.tableClass && { TableClass: record.tableClass },
    DeletionProtectionEnabled: record.isProtected,
    OnDemandThroughput: record.onDemand,
    WarmThroughput: describeWarm(record.warm)
  }
}

export function seconds(milliseconds: number): number {
  return milliseconds / 1000
}

function describeIndex(
  table: TableRecord,
  { name, keySchema, projection }: IndexRecord,
  { items, bytes }: Count
): object {
  return {
    IndexName: name,
    KeySchema: keySchema,
    Projection: projection,
    IndexSizeBytes: bytes,
    ItemCount: items,
    IndexArn: `${arnOf(table.name)}/index/${name}`
  }
}

function statusOf({ isCreating, isDeleting }: IndexRecord): string {
  if (isDeleting) return 'DELETING'
  return isCreating ? 'CREATING' : 'ACTIVE'
}

function describeThroughput(throughput: StoredThroughput | undefined): object {
  const { increasedAt, decreasedAt, decreases, ReadCapacityUnits, WriteCapacityUnits } =
    throughput ?? { decreases: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
  return {
    LastIncreaseDateTime: increasedAt && seconds(increasedAt),
    LastDecreaseDateTime: decreasedAt && seconds(decreasedAt),
    NumberOfDecreasesToday: decreases,
    ReadCapacityUnits,
    WriteCapacityUnits
  }
}

function describeBilling({ billingMode, onDemandSince }: TableRecord): object | undefined {
  if (onDemandSince === undefined) return undefined
  return {
    BillingMode: billingMode,
    LastUpdateToPayPerRequestDateTime: seconds(onDemandSince)
  }
}

function describeEncryption({ sse }: TableRecord): object | undefined {
  if (!sse?.Enabled) return undefined
  return { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: sse.KMSMasterKeyId }
}

function describeWarm(warm: object | undefined): object | undefined {
  return warm && { ...warm, Status: 'ACTIVE' }
}

function listOf<Entry>(
  entries: Entry[],
  describeOne: (entry: Entry) => object
): object[] | undefined {
  return entries.length > 0 ? entries.map(describeOne) : undefined
}
