import type {
  AttributeDefinition,
  BillingMode,
  IndexProjection,
  KeySchemaElement,
  SSESpecification,
  StreamSpecification,
  Tag,
  Throughput
} from '../validation/requests.ts'

export interface KeyAttribute {
  name: string
  type: 'S' | 'N' | 'B'
}

/** The attributes by which items are found: the partition key and perhaps a sort key. */
export interface KeyShape {
  hash: KeyAttribute
  range: KeyAttribute | undefined
  /** Both, in this order. */
  all: KeyAttribute[]
}

export interface IndexRecord {
  id: string
  name: string
  keySchema: KeySchemaElement[]
  projection: IndexProjection
  throughput?: StoredThroughput | undefined
  onDemand?: object | undefined
  warm?: object | undefined
  /** It is not filled with the items that were there before it. */
  isCreating?: boolean | undefined
  /** It is described once more, and gone. */
  isDeleting?: boolean
}

export interface StoredThroughput extends Throughput {
  increasedAt?: number
  decreasedAt?: number
  decreases: number
}

/** What is stored of a table. */
export interface TableRecord {
  id: string
  name: string
  /** AWS's TableId. */
  uuid: string
  createdAt: number
  definitions: AttributeDefinition[]
  keySchema: KeySchemaElement[]
  billingMode: BillingMode
  /** When it began to be billed by request. */
  onDemandSince?: number | undefined
  throughput: StoredThroughput
  local: IndexRecord[]
  global: IndexRecord[]
  onDemand?: object | undefined
  warm?: object | undefined
  stream?: StreamSpecification | undefined
  sse?: SSESpecification | undefined
  tableClass?: string | undefined
  isProtected: boolean
  tags: Tag[]
  /** The attribute that says when an item ends. */
  expiry?: string | undefined
  /** The ends of the items that were there before it are not noted yet; another id each time. */
  expiryFill?: string | undefined
}

export interface Index {
  record: IndexRecord
  id: string
  name: string
  isGlobal: boolean
  key: KeyShape
  /**
   * Names of the attributes that an entry has, in their order there; undefined: all of the item's.
   */
  projected: Set<string> | undefined
}

/** A table as the calls use it; replaced as a whole when the table is updated. */
export interface Table {
  record: TableRecord
  id: string
  name: string
  key: KeyShape
  keyNames: string[]
  indexes: Index[]
  indexKeyNames: string[]
}

/** Prepares what is stored of a table for use. */
export function toTable(record: TableRecord): Table {
  const key = toShape(record.keySchema, record.definitions)
  const toIndex = (index: IndexRecord, isGlobal: boolean): Index => {
    const shape = toShape(index.keySchema, record.definitions)
    return {
      record: index,
      id: index.id,
      name: index.name,
      isGlobal,
      key: shape,
      projected: toProjected(index.projection, key, shape)
    }
  }
  const indexes = [
    ...record.global.map((index) => toIndex(index, true)),
    ...record.local.map((index) => toIndex(index, false))
  ]
  return {
    record,
    id: record.id,
    name: record.name,
    key,
    keyNames: namesOf(key),
    indexes,
    indexKeyNames: indexes.flatMap((index) => namesOf(index.key))
  }
}

function namesOf({ all }: KeyShape): string[] {
  return all.map(({ name }) => name)
}

function toShape(schema: KeySchemaElement[], definitions: AttributeDefinition[]): KeyShape {
  const all = schema.map(({ AttributeName: name }) => {
    const definition = definitions.find(({ AttributeName }) => AttributeName === name)
    // CreateTable and UpdateTable have checked that each is defined.
    return { name, type: (definition as AttributeDefinition).AttributeType }
  })
  return { hash: all[0] as KeyAttribute, range: all[1], all }
}

function toProjected(
  { ProjectionType, NonKeyAttributes = [] }: IndexProjection,
  table: KeyShape,
  index: KeyShape
): Set<string> | undefined {
  if (ProjectionType === 'ALL') return undefined
  const names = [...namesOf(table), ...namesOf(index)]
  return new Set(ProjectionType === 'INCLUDE' ? [...names, ...NonKeyAttributes] : names)
}
