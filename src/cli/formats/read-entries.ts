import { parse } from '../../json/parse.ts'
import { kindOf } from '../../operations/words.ts'
import type { FileFormat } from '../files/names.ts'
import { type InputLine, readLines } from '../files/read-lines.ts'
import type { Entry } from './entry.ts'
import { readCsv } from './read-csv.ts'

/** Reads the items of a file, as many at once as come together. */
export async function* readEntries(
  file: string,
  bytes: AsyncIterable<Buffer>,
  format: FileFormat
): AsyncGenerator<Entry[]> {
  if (format === 'csv') return yield* readCsv(file, bytes)
  const readValue = format === 'jsonl' ? readPlain : readTyped
  for await (const lines of readLines(bytes)) {
    yield lines.map((line) => toEntry(file, line, readValue))
  }
}

type Read = Pick<Entry, 'item' | 'fault'>

function toEntry(
  file: string,
  { line, text = '', fault, isLast }: InputLine,
  readValue: (value: unknown) => Read
): Entry {
  const place = { file, line }
  if (fault !== undefined) return { place, text, fault }
  try {
    return { place, text, ...readValue(parse(text)) }
  } catch (error) {
    const end = isLast ? '; the file ends in the middle of the line' : ''
    return { place, text, fault: `no JSON: ${(error as Error).message}${end}` }
  }
}

function readPlain(value: unknown): Read {
  if (isObject(value)) return { item: value }
  return { fault: `expected an item, which is an object, got ${kindOf(value)}` }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html */
function readTyped(value: unknown): Read {
  if (isObject(value) && isObject(value.Item)) return { item: value.Item }
  const isChange = isObject(value) && ('NewImage' in value || 'OldImage' in value)
  const got = isChange ? 'a change of an incremental export' : kindOf(value)
  return { fault: `expected {"Item":{…}}, a line of a full export, got ${got}` }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === 'an object'
}
