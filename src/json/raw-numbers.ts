import { ExactNumber } from './exact-number.ts'

// Node 22 and later; not among TypeScript's own declarations yet. https://github.com/tc39/proposal-json-parse-with-source
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/**
 * Makes a value that somebody else's JSON.stringify writes with exact numbers: each ExactNumber is
 * replaced in place by raw JSON. A loop, not a recursion, as in parse().
 */
export function toRawNumbers(value: unknown): unknown {
  const root: Record<string, unknown> = { value }
  const pending: Record<string, unknown>[] = [root]
  for (let parent = pending.pop(); parent; parent = pending.pop()) {
    for (const key of Object.keys(parent)) {
      const child = parent[key]
      if (child instanceof ExactNumber) parent[key] = rawJSON(child.value)
      else if (typeof child === 'object' && child !== null) {
        pending.push(child as Record<string, unknown>)
      }
    }
  }
  return root.value
}
