import { Verbatim } from './verbatim.ts'

// Each run of the collection uses items of its own, whose keys begin with the variable `runId`.

/** The names of the items. In a numeric key, an item's number is its place in this list. */
const NAMES = [
  'item',
  'order',
  'exact',
  'typed',
  'missing',
  'counter',
  'page-a',
  'page-b',
  'batch-a',
  'batch-b',
  'account-a',
  'account-b'
] as const

type Name = (typeof NAMES)[number]

/** Makes the key of one of the run's items, in the form of the lab's table. */
export function runKey(name: Name): { id: string } {
  return { id: `{{runId}}-${name}` }
}

/** Makes one of the run's items. The attribute `run` finds all of them. */
export function runItem<T extends object>(name: Name, attributes: T) {
  return { ...runKey(name), run: '{{runId}}', ...attributes }
}

/**
 * Makes a number of a key's value in the lab's form: 1234 of `1234ABCD`, the run's own of a run's
 * item.
 */
export function toNumber(id: string): number | Verbatim {
  const index = NAMES.findIndex((name) => runKey(name).id === id)
  return index < 0 ? Number.parseInt(id, 10) : new Verbatim(`{{runId}}${index}`)
}
