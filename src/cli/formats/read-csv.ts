import { parse as createParser } from 'csv-parse'
import { FileFault } from '../files/file-error.ts'
import { MAX_LINE } from '../files/read-lines.ts'
import type { Column } from './csv.ts'
import type { Entry, Place } from './entry.ts'

const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']
const HEADER = new RegExp(`^(.*):(${TYPES.join('|')})$`, 's')
const BATCH = 100

interface CsvRecord {
  record: string[]
  info: { lines: number }
}

/**
 * Reads a table as writeCsv() writes it, or a spreadsheet has saved it. Rejects with a FileFault
 * that names the line.
 */
export async function* readCsv(
  file: string,
  bytes: AsyncIterable<Buffer>
): AsyncGenerator<Entry[]> {
  const parser = createParser({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE
  })
  const feeding = feed(parser, bytes)
  let columns: Column[] | undefined
  let entries: Entry[] = []
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (columns === undefined) columns = record.map((cell) => readHeader(cell, file))
      else entries.push(toEntry(columns, record, { file, line }))
      line = info.lines + 1
      if (entries.length < BATCH) continue
      yield entries
      entries = []
    }
    await feeding
  } catch (error) {
    if (entries.length > 0) yield entries
    throw toFault(error, file)
  }
  if (entries.length > 0) yield entries
}

/** Writes the bytes to the parser, which ends as they do. */
async function feed(
  parser: ReturnType<typeof createParser>,
  bytes: AsyncIterable<Buffer>
): Promise<void> {
  try {
    for await (const chunk of bytes) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve))
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function toFault(error: unknown, file: string): unknown {
  const { code, message } = error as { code?: string; message: string }
  return code?.startsWith('CSV_') ? new FileFault(`${file}: no CSV: ${message}`) : error
}

function readHeader(cell: string, file: string): Column {
  const [, name, type] = HEADER.exec(cell) ?? []
  if (name === undefined || type === undefined) {
    const expected = `name:TYPE in the header, TYPE one of ${TYPES.join(', ')}`
    throw new FileFault(`${file}:1: expected ${expected}, got ${JSON.stringify(cell.slice(0, 80))}`)
  }
  if (!name.startsWith('\\')) return { name, type }
  try {
    return { name: String(JSON.parse(name.slice(1))), type }
  } catch {
    throw new FileFault(`${file}:1: expected a JSON string behind the \\, got ${name.slice(0, 80)}`)
  }
}

function toEntry(columns: readonly Column[], cells: string[], place: Place): Entry {
  const text = JSON.stringify(cells)
  if (cells.length !== columns.length) {
    const fault = `expected ${columns.length} cells, as the header has, got ${cells.length}`
    return { place, text, fault }
  }
  const item: Record<string, unknown> = {}
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] as string
    if (cell === '') continue
    try {
      const value = readCell(column, cell)
      Object.defineProperty(item, column.name, {
        value,
        configurable: true,
        enumerable: true,
        writable: true
      })
    } catch (error) {
      return { place, text, fault: `/${column.name}: ${(error as Error).message}` }
    }
  }
  return { place, text, item }
}

/** Reads a cell as DynamoDB's own value. Throws an Error that says what was expected. */
export function readCell({ type }: Column, cell: string): unknown {
  if (cell.startsWith('\\')) return readJson(cell.slice(1), 'DynamoDB’s JSON behind the \\')
  switch (type) {
    case 'S':
    case 'N':
    case 'B':
      return { [type]: cell }
    // A spreadsheet writes them large.
    case 'BOOL':
      return { BOOL: readWord(cell, ['true', 'false']) === 'true' }
    case 'NULL':
      readWord(cell, ['null'])
      return { NULL: true }
    default:
      return { [type]: readJson(cell, 'JSON') }
  }
}

function readWord(cell: string, words: readonly string[]): string {
  const word = cell.toLowerCase()
  if (words.includes(word)) return word
  throw new Error(`expected ${words.join(' or ')}, got ${JSON.stringify(cell.slice(0, 60))}`)
}

function readJson(text: string, expected: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`expected ${expected}, got ${JSON.stringify(text.slice(0, 60))}`)
  }
}
