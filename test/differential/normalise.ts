// Removes from an answer what may differ between two correct ones: times, ids, and unspecified
// order.

const TIMES = new Set([
  'CreationDateTime',
  'LastUpdateToPayPerRequestDateTime',
  'LastIncreaseDateTime',
  'LastDecreaseDateTime',
  'TableId'
])

const SETS = new Set(['SS', 'NS', 'BS'])
const UNORDERED = new Set([
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'NonKeyAttributes',
  'Tags'
])

export function normalise(operation: string, answer: unknown): unknown {
  const plain = walk(answer)
  if (operation === 'BatchGetItem') sortResponses(plain as Responses)
  if (operation === 'ListTables') keepOwnTables(plain as { TableNames?: string[] })
  return plain
}

interface Responses {
  Responses?: Record<string, unknown[]>
}

/** The order of a batch's answers is not promised. */
function sortResponses({ Responses = {} }: Responses): void {
  for (const [table, items] of Object.entries(Responses)) Responses[table] = sortedItems(items)
}

/** The other engine may have tables of others. */
function keepOwnTables(answer: { TableNames?: string[]; LastEvaluatedTableName?: string }): void {
  answer.TableNames = answer.TableNames?.filter((name) => name.startsWith('@@')) ?? []
  delete answer.LastEvaluatedTableName
}

function walk(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return withoutAccount(value)
  if (Array.isArray(value)) {
    const elements = value.map((element) => walk(element))
    return SETS.has(name) || UNORDERED.has(name) ? sortedItems(elements) : elements
  }
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([member]) => !TIMES.has(member))
  // Sorted, so that equal objects have equal texts.
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([member, inner]) => [member, walk(inner, member)]))
}

function withoutAccount(text: string): string {
  return text.startsWith('arn:aws:dynamodb:')
    ? text.replace(/^arn:aws:dynamodb:[^:]*:\d*:/, 'arn:')
    : text
}

export function sortedItems(items: unknown[]): unknown[] {
  const texts = items.map((item): [string, unknown] => [JSON.stringify(item), item])
  return texts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

/** Lists in a message's braces and brackets are sets written down in the order of a hash. */
export function normaliseMessage(message: string): string {
  const projected = message.replace(
    /(does not project .*\[)(.*)(\])$/,
    (_, before, list, after) => {
      return `${before}${sortedList(list)}${after}`
    }
  )
  return projected.replaceAll(/\{([^{}]*)\}/g, (_, list: string) => `{${sortedList(list)}}`)
}

function sortedList(list: string): string {
  return list.split(/, ?/).sort().join(', ')
}
