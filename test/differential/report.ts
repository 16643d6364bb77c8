import { signatureOf } from './difference.ts'
import type { Finding } from './play.ts'

const MAX_SHOWN = 1_500

/** Differences of one kind, and the first scenario that shows it. */
export interface Group extends Finding {
  count: number
  /** The number of the scenario. */
  number: number
}

/** Sorts differences by their kind. */
export function addTo(groups: Map<string, Group>, number: number, found: Finding): void {
  const signature = signatureOf(found.difference)
  const group = groups.get(signature)
  if (group) group.count++
  else groups.set(signature, { count: 1, number, ...found })
}

export function printGroup(signature: string, { count, number, steps, difference }: Group): void {
  console.log(`\n${count} × ${signature}\n  --only ${number}`)
  for (const { operation, input } of steps) console.log(`  ${operation} ${shown(input)}`)
  console.log(
    `  ${difference.path}\n    ours:  ${shown(difference.ours)}\n    local: ${shown(difference.local)}`
  )
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length})` : text
}
