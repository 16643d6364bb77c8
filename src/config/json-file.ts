import { readFileSync } from 'node:fs'
import { findJsonFault } from './json-fault.ts'
import { decodeText } from './text-file.ts'

/**
 * Reads a JSON file (RFC 8259). Throws an Error that names line and column, and repeats nothing of
 * the file.
 */
export function readJsonFile(path: string): unknown {
  const text = decodeText(readBytes(path))
  if (typeof text !== 'string') throw new Error(`line ${text.line}: expected ${text.expected}`)
  const fault = findJsonFault(text)
  if (fault) {
    const before = text.slice(0, fault.index).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    throw new Error(
      `line ${before.length}, column ${column}: expected ${fault.expected} (the file must be JSON)`
    )
  }
  return JSON.parse(text)
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`expected a file that can be read, got ${(error as Error).message}`)
  }
}
