import { parse } from '../../json/parse.ts'
import { stringify } from '../../json/stringify.ts'
import type { Context } from '../context.ts'
import { toStream } from '../files/output.ts'

/** Prints JSON: indented on a terminal, on one line otherwise. */
export async function printJson(text: string, { stdout }: Context): Promise<void> {
  await toStream(stdout).write(`${stdout.isTTY ? stringify(parse(text), 2) : text}\n`)
}

/** Prints rows in columns; numbers are told from the right. */
export async function printTable(
  rows: readonly (readonly string[])[],
  { stdout }: Context
): Promise<void> {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length))
  )
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        /^[\d,.]+$/.test(cell)
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0)
      )
      .join('  ')
      .trimEnd()
  )
  await toStream(stdout).write(`${lines.join('\n')}\n`)
}
