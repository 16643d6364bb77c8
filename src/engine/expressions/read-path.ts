import { type AttributeValue, getAttribute, type Item } from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** What is at a path of an item; undefined where the path leads nowhere. */
export function readPath(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = getAttribute(item, path[0])
  for (let i = 1; i < path.length && value !== undefined; i++) {
    value = readElement(value, path[i] as string | number)
  }
  return value
}

function readElement(value: AttributeValue, element: string | number): AttributeValue | undefined {
  if (typeof element === 'number') return 'L' in value ? value.L[element] : undefined
  return 'M' in value ? getAttribute(value.M, element) : undefined
}
