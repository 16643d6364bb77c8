/** A table for which the documents write their examples. */
export interface TableDescription {
  name: string
  /** The attribute of the partition key, then that of the sort key if there is one. */
  key: readonly KeyAttribute[]
}

interface KeyAttribute {
  name: string
  type: 'S' | 'N' | 'B'
}

/** The table of the AWS lab, for which every example is written. */
export const LAB_TABLE: TableDescription = {
  name: 'lambda-apigateway',
  key: [{ name: 'id', type: 'S' }]
}

/** The names of the examples' other attributes; one that a table's key already uses is renamed. */
const ATTRIBUTES = new Set([
  'number',
  'run',
  'total',
  'paid',
  'articles',
  'visits',
  'letter',
  'large',
  'precise',
  'balance',
  'colours',
  'picture'
])

/**
 * Rewrites an example of the lab's table for another table, at any depth: a member `id` becomes the
 * whole key, the string `id` the name of the partition key, the value of `:id` the value of the
 * partition key, and the lab's table name the other's. `toNumber` makes the value of a numeric key.
 */
export function forTable(
  example: unknown,
  { name: tableName, key }: TableDescription,
  toNumber: (id: string) => unknown = (id) => Number.parseInt(id, 10)
): unknown {
  const [partition] = key
  const taken = key.map(({ name }) => name).filter((name) => ATTRIBUTES.has(name))

  function rewrite(value: unknown): unknown {
    if (value === 'id') return partition?.name
    if (value === LAB_TABLE.name) return tableName
    if (typeof value === 'string') return rename(value)
    if (Array.isArray(value)) return value.map(rewrite)
    if (!isPlainObject(value)) return value
    return Object.fromEntries(Object.entries(value).flatMap(rewriteMember))
  }

  function rewriteMember([name, value]: [string, unknown]): [string, unknown][] {
    if (name === 'id') return key.map((attribute) => [attribute.name, toKeyValue(attribute, value)])
    if (name === ':id' && partition) return [[name, toKeyValue(partition, value)]]
    return [[rename(name), rewrite(value)]]
  }

  /**
   * Makes the value of a key's attribute. Items differ by their partition key; all have the same
   * sort key.
   */
  function toKeyValue(attribute: KeyAttribute, id: unknown): unknown {
    const { type } = attribute
    if (isTyped(id)) return { [type]: String(toKeyValue(attribute, id.S)) }
    if (attribute !== partition) return type === 'N' ? 1 : 'item'
    return type === 'N' ? toNumber(String(id)) : id
  }

  function rename(text: string): string {
    return taken.reduce(
      (renamed, name) => renamed.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}_`),
      text
    )
  }

  return rewrite(example)
}

/** Says whether a value is in AWS's own form, as with `format: "dynamodb"`. */
function isTyped(value: unknown): value is { S: string } {
  return isPlainObject(value) && 'S' in value
}

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
