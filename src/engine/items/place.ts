import { partitionPlace, sortPlace } from '../store/keys.ts'
import type { Index, KeyShape, Table } from '../tables/table.ts'
import {
  type AttributeValue,
  getAttribute,
  type Item,
  setAttribute,
  typeOf
} from '../values/attribute-value.ts'

/** Where an item is in its table, behind the table's prefix. Its key attributes were checked. */
export function placeOf({ hash, range }: KeyShape, item: Item): string {
  const place = partitionPlace(getAttribute(item, hash.name) as AttributeValue)
  return range ? place + sortPlace(getAttribute(item, range.name) as AttributeValue) : place
}

/**
 * Where an item's entry is in an index, which ends with its place in the table; undefined if it has
 * none.
 */
export function entryPlaceOf(index: Index, item: Item, place: string): string | undefined {
  for (const { name, type } of index.key.all) {
    const value = getAttribute(item, name)
    if (!value || typeOf(value) !== type) return undefined
  }
  return placeOf(index.key, item) + place
}

/**
 * Some attributes of an item, in the order of their names here; those that it has not are left out.
 */
export function pick(item: Item, names: Iterable<string>): Item {
  const picked: Item = {}
  for (const name of names) {
    const value = getAttribute(item, name)
    if (value) setAttribute(picked, name, value)
  }
  return picked
}

/** The attributes by which a page of a table or an index goes on. */
export function startKeyNames(table: Table, index: Index | undefined): string[] {
  if (!index) return table.keyNames
  return [...new Set([...index.key.all.map(({ name }) => name), ...table.keyNames])]
}
