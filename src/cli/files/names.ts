import { UsageError } from '../usage-error.ts'

/**
 * What a file holds: lines of plain JSON, lines of DynamoDB's export to S3, or a table for
 * spreadsheets.
 */
export const FILE_FORMATS = ['jsonl', 'dynamodb', 'csv'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

const BY_ENDING: Readonly<Record<string, FileFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'dynamodb',
  csv: 'csv'
}

/** Says whether a file's name stands for standard input or output. */
export function isStandard(file: string | undefined): file is undefined | '-' {
  return file === undefined || file === '-'
}

export function isGzipped(file: string): boolean {
  return file.toLowerCase().endsWith('.gz')
}

/**
 * The format that `--as` says, or else the ending of the name. Throws a UsageError where neither
 * does.
 */
export function formatOf(file: string | undefined, as: string | undefined): FileFormat {
  if (as !== undefined) {
    const format = FILE_FORMATS.find((name) => name === as)
    if (format) return format
    throw new UsageError(`--as: expected one of ${FILE_FORMATS.join(', ')}, got "${as}"`)
  }
  const name = isStandard(file) ? '' : file.toLowerCase().replace(/\.gz$/, '')
  const format = BY_ENDING[/\.([a-z]+)$/.exec(name)?.[1] ?? '']
  if (format) return format
  const expected = `--as ${FILE_FORMATS.join(', ')}, or a name that ends in .jsonl, .json or .csv`
  throw new UsageError(`The format is not known: expected ${expected} (and .gz)`)
}
