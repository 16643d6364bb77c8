import { ExactNumber } from './exact-number.ts'

// Node has rawJSON from version 22 on; TypeScript does not declare it yet.
// https://github.com/tc39/proposal-json-parse-with-source
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/**
 * Replaces each ExactNumber in place by raw JSON, so that plain JSON.stringify writes it exactly.
 * Uses a loop instead of recursion, as parse() does. Needs Node 22.
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
