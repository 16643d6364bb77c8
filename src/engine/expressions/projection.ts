import {
  type AttributeValue,
  getAttribute,
  type Item,
  setAttribute
} from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** The paths of a ProjectionExpression or of AttributesToGet; none overlaps another. */
export interface Projection {
  paths: Path[]
}

/** Paths as a tree by their elements; one without branches is wanted whole. */
type Wanted = Map<string | number, Wanted>

/**
 * The part of an item that a projection names: what the paths lead to, in the maps and lists around
 * it. List elements move together, in the list's order.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
 */
export function project(projection: Projection, item: Item): Item {
  const root: Wanted = new Map()
  for (const path of projection.paths) plant(root, path)
  return projectMap(item, root) ?? {}
}

function plant(root: Wanted, path: Path): void {
  let wanted = root
  for (const element of path) {
    const next = wanted.get(element) ?? new Map()
    wanted.set(element, next)
    wanted = next
  }
}

function projectMap(map: Item, wanted: Wanted): Item | undefined {
  const part: Item = {}
  let isEmpty = true
  for (const [name, next] of wanted) {
    const value = getAttribute(map, String(name))
    const projected = value && projectValue(value, next)
    if (projected === undefined) continue
    setAttribute(part, String(name), projected)
    isEmpty = false
  }
  return isEmpty ? undefined : part
}

function projectList(list: AttributeValue[], wanted: Wanted): AttributeValue[] | undefined {
  const indexes = [...wanted.keys()].filter((element) => typeof element === 'number')
  const elements = indexes
    .sort((a, b) => a - b)
    .map((index) => {
      const value = list[index]
      return value && projectValue(value, wanted.get(index) as Wanted)
    })
    .filter((element) => element !== undefined)
  return elements.length === 0 ? undefined : elements
}

function projectValue(value: AttributeValue, wanted: Wanted): AttributeValue | undefined {
  if (wanted.size === 0) return value
  if ('L' in value) {
    const L = projectList(value.L, wanted)
    return L && { L }
  }
  if (!('M' in value) || typeof [...wanted.keys()][0] === 'number') return undefined
  const M = projectMap(value.M, wanted)
  return M && { M }
}
