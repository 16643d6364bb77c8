import {
  type AttributeValue,
  getAttribute,
  type Item,
  setAttribute
} from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** What is to be at a path; undefined removes what is there. */
export interface Edit {
  path: Path
  value: AttributeValue | undefined
}

/** Edits as a tree by the elements of their paths. */
interface Change {
  edit?: Edit
  next: Map<string | number, Change>
}

/**
 * Makes the edits in a copy of an item, of which only what is on an edit's path is copied. No two
 * paths overlap, and each has its parent. Indexes count in the lists as they were before: what is
 * removed moves the rest up afterwards, and what is beyond the end is appended in the order of the
 * indexes.
 */
export function editItem(item: Item, edits: Edit[]): Item {
  const root: Change = { next: new Map() }
  for (const edit of edits) plant(root, edit)
  return editMap(item, root)
}

function plant(root: Change, edit: Edit): void {
  let change = root
  for (const element of edit.path) {
    const next = change.next.get(element) ?? { next: new Map() }
    change.next.set(element, next)
    change = next
  }
  change.edit = edit
}

function editMap(map: Item, change: Change): Item {
  const copy: Item = {}
  for (const name of Object.keys(map)) {
    const value = getAttribute(map, name) as AttributeValue
    const next = change.next.get(name)
    const after = next ? editValue(value, next) : value
    if (after !== undefined) setAttribute(copy, name, after)
  }
  for (const [name, { edit }] of change.next) {
    if (edit?.value !== undefined) setAttribute(copy, String(name), edit.value)
  }
  return copy
}

function editList(list: AttributeValue[], change: Change): AttributeValue[] {
  const kept = list.map((value, index) => {
    const next = change.next.get(index)
    return next ? editValue(value, next) : value
  })
  const beyond = [...change.next.keys()]
    .filter((index): index is number => typeof index === 'number' && index >= list.length)
    .sort((a, b) => a - b)
    .map((index) => change.next.get(index)?.edit?.value)
  return [...kept, ...beyond].filter((value) => value !== undefined)
}

function editValue(value: AttributeValue, change: Change): AttributeValue | undefined {
  if (change.edit) return change.edit.value
  if ('M' in value) return { M: editMap(value.M, change) }
  if ('L' in value) return { L: editList(value.L, change) }
  return value
}
