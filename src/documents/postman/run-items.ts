import { Verbatim } from './verbatim.ts'

// Each run of the collection has items of its own, whose keys begin with the variable `runId`.

/** Their names; a name's place in the list is its number in a numeric key. */
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

/** The key of one of the run's items, in terms of the lab's table. */
export function runKey(name: Name): { id: string } {
  return { id: `{{runId}}-${name}` }
}

/** One of the run's items. By their attribute `run` all of them are found. */
export function runItem<T extends object>(name: Name, attributes: T) {
  return { ...runKey(name), run: '{{runId}}', ...attributes }
}

/** Makes a number of a key's value in the lab's terms: 1234 of `1234ABCD`, and the run's of a run's. */
export function toNumber(id: string): number | Verbatim {
  const index = NAMES.findIndex((name) => runKey(name).id === id)
  return index < 0 ? Number.parseInt(id, 10) : new Verbatim(`{{runId}}${index}`)
}
