import type { Engine } from '../../../src/engine/engine.ts'

export type Output = Record<string, unknown>

/** A call that was refused, with the error's name. */
export class Refusal extends Error {
  readonly type: string

  constructor(type: string, message: string) {
    super(`${type}: ${message}`)
    this.type = type
  }
}

/** Makes a call; rejects with a Refusal if it is answered with an error. */
export async function call(engine: Engine, operation: string, input: object): Promise<Output> {
  const { status, body } = await engine.call(operation, JSON.stringify(input))
  const answer = JSON.parse(String(body)) as Output
  if (status === 200) return answer
  throw new Refusal(String(answer.__type).replace(/^.*#/, ''), String(answer.message))
}

/**
 * Makes a call whose outcome does not matter, as long as it is an answer that DynamoDB could give.
 */
export async function attempt(engine: Engine, operation: string, input: object): Promise<void> {
  const { status, body } = await engine.call(operation, JSON.stringify(input))
  if (status !== 200 && status !== 400) throw new Error(`${operation} answered ${status}: ${body}`)
}

/** All pages of a Query or a Scan, one after the other. */
export async function allItems(
  engine: Engine,
  operation: string,
  input: object
): Promise<Output[]> {
  const items: Output[] = []
  let from: unknown
  do {
    const start = from ? { ExclusiveStartKey: from } : {}
    const page = await call(engine, operation, { ...input, ...start })
    items.push(...(page.Items as Output[]))
    from = page.LastEvaluatedKey
  } while (from)
  return items
}

/** A text that is equal for equal items: members and the elements of sets are sorted. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (Array.isArray(inner)) return /^(SS|NS|BS)$/.test(name) ? [...inner].sort() : inner
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
