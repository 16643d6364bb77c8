import { createReadStream } from 'node:fs'
import { FileFault } from '../files/file-error.ts'
import type { Output } from '../files/output.ts'
import { readLines } from '../files/read-lines.ts'
import type { TypedLine } from './plain-lines.ts'

// The form, which docs/csv.md tells: RFC 4180 with a byte order mark, by which Excel knows UTF-8; a
// header of `name:TYPE`; an empty cell where an item has no such attribute; and behind a backslash
// DynamoDB's own JSON for what a cell of its column cannot say, or what a spreadsheet would take
// for a formula.

type Value = Record<string, unknown>

/** A column of the file: an attribute, and the type that most of its values have. */
export interface Column {
  name: string
  type: string
}

/** As many as a sheet of Excel has. */
const MAX_COLUMNS = 16_384
const FORMULA = /^[=+\-@\t\r]/
const FLUSH = 65_536

/**
 * Writes a table of the items of a file of DynamoDB's lines, which is read twice: first for its
 * columns.
 */
export async function writeCsv(
  linesFile: string,
  output: Output,
  keyNames: readonly string[],
  signal: AbortSignal
): Promise<void> {
  const columns = await findColumns(linesFile, keyNames, signal)
  let text = `\uFEFF${toRow(columns.map(toHeader))}`
  for await (const { Item } of readItems(linesFile, signal)) {
    text += toRow(columns.map((column) => toCell(column, own(Item, column.name))))
    if (text.length < FLUSH) continue
    await output.write(text)
    text = ''
  }
  await output.write(text)
}

/** Finds the columns of a file: the key's first, then the others as they come. */
async function findColumns(
  linesFile: string,
  keyNames: readonly string[],
  signal: AbortSignal
): Promise<Column[]> {
  const counts = new Map<string, Map<string, number>>(keyNames.map((name) => [name, new Map()]))
  for await (const { Item } of readItems(linesFile, signal)) {
    for (const name in Item) {
      const byType = counts.get(name) ?? new Map<string, number>()
      if (byType.size === 0) counts.set(name, byType)
      const type = typeOf(Item[name] as Value)
      byType.set(type, (byType.get(type) ?? 0) + 1)
    }
    if (counts.size > MAX_COLUMNS) {
      throw new FileFault(`csv: expected at most ${MAX_COLUMNS} attributes, got more: choose jsonl`)
    }
  }
  return [...counts].map(([name, byType]) => ({ name, type: mostFrequent(byType) }))
}

async function* readItems(file: string, signal: AbortSignal): AsyncGenerator<TypedLine> {
  for await (const lines of readLines(createReadStream(file, { signal }))) {
    for (const { text } of lines) yield JSON.parse(text ?? '') as TypedLine
  }
}

function mostFrequent(byType: Map<string, number>): string {
  const [first] = [...byType].sort(([, a], [, b]) => b - a)
  return first?.[0] ?? 'S'
}

export function typeOf(value: Value): string {
  return Object.keys(value)[0] ?? ''
}

/** An item may have an attribute named `__proto__`, or none named `toString`. */
function own(item: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined
}

function toRow(cells: string[]): string {
  return `${cells.map(quote).join(',')}\r\n`
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** `name:TYPE`, or a name that a spreadsheet would change as a JSON string behind a backslash. */
export function toHeader({ name, type }: Column): string {
  const isPlain = name !== '' && !FORMULA.test(name) && !/^[\\\uFEFF]|\r/.test(name)
  return `${isPlain ? name : `\\${JSON.stringify(name)}`}:${type}`
}

/** Says a value in a cell of a column; a missing one is empty. */
export function toCell({ type }: Column, value: Value | undefined): string {
  if (value === undefined) return ''
  const text = typeOf(value) === type ? toText(type, value[type]) : undefined
  return text ?? `\\${JSON.stringify(value)}`
}

/** What stands for a value of the column's own type; undefined: it needs the escape. */
function toText(type: string, content: unknown): string | undefined {
  switch (type) {
    case 'N':
      return content as string
    case 'BOOL':
      return String(content)
    case 'NULL':
      return content === true ? 'null' : undefined
    case 'S':
    case 'B': {
      const text = content as string
      return text === '' || FORMULA.test(text) || /^\\|\r/.test(text) ? undefined : text
    }
    default:
      return JSON.stringify(content)
  }
}
