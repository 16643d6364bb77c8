import { ExactNumber, toDecimal, toScientific } from '../../json/exact-number.ts'
import type { Entry } from '../formats/entry.ts'
import type { KeyAttribute } from './table-facts.ts'

/** Reads the key of an entry as a text, the same for equal keys; undefined: it has none. */
export type ReadKey = (entry: Entry) => string | undefined

/** Makes the reader of a table's keys; an entry without one gets a fault that says so. */
export function createKeyReader(key: readonly KeyAttribute[] | undefined): ReadKey {
  if (!key) return () => undefined
  return (entry) => {
    const { item } = entry
    if (!item) return undefined
    let text = ''
    for (const { name, type } of key) {
      if (!Object.hasOwn(item, name)) {
        entry.fault = `/${name}: expected the key of the table, of type ${type}, got nothing`
        return undefined
      }
      text += `${toText(item[name])} `
    }
    return text
  }
}

/** A number has many spellings: `1`, `1.0`, `1e0`. */
function toText(value: unknown): string {
  if (typeof value === 'number' || value instanceof ExactNumber) return normalise(String(value))
  const { N } = (value ?? {}) as { N?: unknown }
  return typeof N === 'string' ? normalise(N) : JSON.stringify(value)
}

function normalise(number: string): string {
  return toScientific(toDecimal(number))
}
