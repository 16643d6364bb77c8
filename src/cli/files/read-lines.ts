import { isUtf8 } from 'node:buffer'

/** A line of a file: its text, or what is wrong with it. */
export interface InputLine {
  /** From 1. */
  line: number
  text?: string
  fault?: string
  /** The file ended without a newline behind it. */
  isLast?: boolean
}

/** Bytes. An item has at most 400 KB, and its longest spelling is not forty times as long. */
export const MAX_LINE = 16 * 1024 * 1024
const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

/** Reads lines that end in LF or CRLF, as many at once as a chunk has; empty lines are left out. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputLine[]> {
  let rest: Buffer[] = []
  let restLength = 0
  let line = 0
  for await (const chunk of chunks) {
    const lines: InputLine[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      line++
      const part = chunk.subarray(start, end)
      const bytes = restLength === 0 ? part : Buffer.concat([...rest, part])
      const read = readLine(bytes, line, restLength + part.length)
      if (read) lines.push(read)
      rest = []
      restLength = 0
      start = end + 1
    }
    if (start < chunk.length) {
      restLength += chunk.length - start
      // What is too long is counted, and not kept.
      if (restLength <= MAX_LINE) rest.push(chunk.subarray(start))
      else rest = []
    }
    if (lines.length > 0) yield lines
  }
  if (restLength === 0) return
  const last = readLine(Buffer.concat(rest), line + 1, restLength)
  if (last) yield [{ ...last, isLast: true }]
}

function readLine(bytes: Buffer, line: number, length: number): InputLine | undefined {
  if (length > MAX_LINE) {
    return { line, fault: `expected a line of at most ${MAX_LINE} bytes, got ${length}` }
  }
  if (!isUtf8(bytes)) return { line, fault: 'expected UTF-8' }
  const isMarked = line === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length
  const text = bytes.toString('utf8', isMarked ? 3 : 0, end)
  return text.trim() === '' ? undefined : { line, text }
}
