import type { Context } from './context.ts'
import { pathOf } from './paths.ts'
import type { Placeholders } from './placeholders.ts'

/** Writes a projection expression; paths of it may overlap. */
export function projectionOf(context: Context, placeholders: Placeholders): string {
  const count = context.random.pick([1, 1, 2, 3])
  const paths = Array.from({ length: count }, () => pathOf(context, placeholders))
  return paths.join(context.random.pick([', ', ',']))
}
