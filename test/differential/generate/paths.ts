import type { Context } from './context.ts'
import type { Placeholders } from './placeholders.ts'
import { keyAttributesOf } from './schema.ts'
import { nameOf } from './values.ts'

/** Writes a document path: an attribute, and at times what is in it. */
export function pathOf({ random, table }: Context, placeholders: Placeholders): string {
  const isKey = random.chance(0.08)
  const top = isKey ? random.pick(keyAttributesOf(table)).name : nameOf(random)
  let path = placeholders.name(top)
  const parts = top === 'l' || top === 'm' ? random.between(0, 2) : random.pick([0, 0, 0, 0, 1])
  for (let i = 0; i < parts; i++) {
    const isElement = i === 0 && top !== 'm' ? random.chance(0.8) : random.chance(0.3)
    path += isElement
      ? `[${indexOf(random.between(0, 9))}]`
      : `.${placeholders.name(nameOf(random))}`
  }
  return path
}

function indexOf(choice: number): number {
  return choice > 8 ? 99_999 : choice % 5
}
