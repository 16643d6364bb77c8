const NEWLINE = 0x0a
const ITEM = Buffer.from('{"Item":')

export interface Lines {
  /** Whole lines of items, as they came; it may be empty. */
  items: Buffer
  /** The last line of the stream, if it has come. */
  last?: Buffer
}

/** Cuts a stream of bytes between lines, and tells its last line from those of items. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let rest: Buffer[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end === 0) {
      rest.push(chunk)
      continue
    }
    const whole =
      rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...rest, chunk.subarray(0, end)])
    rest = end < chunk.length ? [chunk.subarray(end)] : []
    const start = startOfLastLine(whole)
    const isItem = whole.subarray(start, start + ITEM.length).equals(ITEM)
    yield isItem
      ? { items: whole }
      : { items: whole.subarray(0, start), last: whole.subarray(start) }
  }
}

/** Counts the lines, each ended by a newline. */
export function countLines(lines: Buffer): number {
  let count = 0
  for (let at = lines.indexOf(NEWLINE); at !== -1; at = lines.indexOf(NEWLINE, at + 1)) count++
  return count
}

/** Finds where the last of some whole lines starts. */
export function startOfLastLine(lines: Buffer): number {
  return lines.lastIndexOf(NEWLINE, lines.length - 2) + 1
}
