/** Why a file cannot be read as text, and at which line, counted from 1. */
export interface TextFault {
  line: number
  expected: string
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })
const NEW_LINE = 0x0a
const FILE = 'a file in UTF-8'

/**
 * Decodes a file in UTF-8, without the byte order mark that editors of Windows write. The fault of
 * a file in UTF-16, which PowerShell 5.1 writes, says so.
 */
export function decodeText(bytes: Uint8Array): string | TextFault {
  if (isUtf16(bytes)) {
    return { line: 1, expected: `${FILE}, got UTF-16: save it as UTF-8` }
  }
  try {
    return UTF8.decode(bytes)
  } catch {
    return { line: findBrokenLine(bytes), expected: `${FILE}, got other bytes: save it as UTF-8` }
  }
}

/**
 * Detects UTF-16 by its byte order mark or, without one, by a first character of ASCII in two
 * bytes.
 */
function isUtf16([first, second]: Uint8Array): boolean {
  if (first === undefined || second === undefined) return false
  const isMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return isMark || (first === 0) !== (second === 0)
}

/**
 * Finds the first line that is no UTF-8. A longer character has no byte that is a line feed, so
 * each line can be decoded alone.
 */
function findBrokenLine(bytes: Uint8Array): number {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(NEW_LINE, start)
    const end = found < 0 ? bytes.length : found
    try {
      UTF8.decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end + 1
  }
  return line
}
