import { lstatSync, readFileSync } from 'node:fs'
import { decodeText } from './text-file.ts'

/** The content of a file of settings. If it has a fault, no setting may be used. */
export interface EnvFile {
  path: string
  /** Each setting by its name. */
  settings: ReadonlyMap<string, Setting>
  /** Each fault with file and line, as `.env:3: expected …`; none repeats the file's content. */
  faults: readonly string[]
}

export interface Setting {
  value: string
  /** Counted from 1. */
  line: number
}

const SETTING = /^[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)$/s
const EXPORT = /^[ \t]*export[ \t]/
const IGNORED = /^[ \t]*(?:#.*)?$/s
// Matches characters that end a line in some editors; NUL ends a text in some programs.
const LINE_BREAKING = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}]/u
// Matches characters that cannot be seen, and that some programs trim.
const UNSEEN = /(?! )[\p{Zs}\p{Cf}]/u

/**
 * Reads a file of settings. A missing file has no settings. Throws nothing; faults are in the
 * result.
 */
export function readEnvFile(path: string): EnvFile {
  try {
    return parseEnvFile(path, readFileSync(path))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const isMissing = code === 'ENOENT' && !lstatSync(path, { throwIfNoEntry: false })
    const faults = isMissing ? [] : [`${path}: expected a file that can be read, got ${message}`]
    return { path, settings: new Map(), faults }
  }
}

/**
 * Reads the text of a file of settings, in which each line is a comment, blank, or `NAME=value`. A
 * line is a fault if Docker Compose and Node would read different values, or one of them would lose
 * a part:
 * https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
export function parseEnvFile(path: string, bytes: Uint8Array): EnvFile {
  const settings = new Map<string, Setting>()
  const text = decodeText(bytes)
  if (typeof text !== 'string') {
    return { path, settings, faults: [`${path}:${text.line}: expected ${text.expected}`] }
  }
  const faults: string[] = []
  for (const [index, ended] of text.split('\n').entries()) {
    const line = index + 1
    try {
      readLine(ended.endsWith('\r') ? ended.slice(0, -1) : ended, line, settings)
    } catch (error) {
      faults.push(`${path}:${line}: ${(error as Error).message}`)
    }
  }
  return { path, settings, faults }
}

function readLine(text: string, line: number, settings: Map<string, Setting>): void {
  refuse(text, LINE_BREAKING, 'lines that end in LF or CRLF, and no other control characters')
  if (IGNORED.test(text)) return
  refuse(text, UNSEEN, 'no characters that cannot be seen, but spaces and tabs')
  if (EXPORT.test(text)) throw new Error('expected NAME=value, without export')
  const [, name, value] = SETTING.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new Error('expected NAME=value, a comment that begins with #, or a blank line')
  }
  const first = settings.get(name)
  if (first) throw new Error(`expected another name than that of line ${first.line}`)
  settings.set(name, { value: readValue(value), line })
}

function readValue(text: string): string {
  const value = text.replace(/^[ \t]+/, '')
  if (value.startsWith("'")) return readSingleQuoted(value)
  if (value.startsWith('"')) return readDoubleQuoted(value)
  return readUnquoted(value)
}

/** Reads what stands between single quotes, which is taken as it is. */
function readSingleQuoted(value: string): string {
  const inner = unquote(value, "'")
  // Compose takes the quote after it for a part of the value.
  if (inner.endsWith('\\')) throw new Error('expected no \\ before the quote that ends the value')
  return inner
}

/**
 * Reads what stands between double quotes. Compose replaces variables in it, and Compose and Node
 * read different escapes.
 */
function readDoubleQuoted(value: string): string {
  const inner = unquote(value, '"')
  if (/[\\$]/.test(inner)) {
    throw new Error('expected no \\ and no $ in double quotes: write the value in single quotes')
  }
  return inner
}

/** Returns what stands between the quotes; only a comment may follow. */
function unquote(value: string, quote: string): string {
  const end = value.indexOf(quote, 1)
  if (end < 0) {
    throw new Error(
      `expected the quote to end on its line: write a ${quote} at the end of the value`
    )
  }
  if (!IGNORED.test(value.slice(end + 1))) {
    throw new Error('expected nothing but a comment after the quote that ends the value')
  }
  return value.slice(1, end)
}

/**
 * Reads a value without quotes. Compose replaces variables in it, and begins a comment at a space
 * and a #; Node needs no space.
 */
function readUnquoted(value: string): string {
  const [said = ''] = value.split(' #', 1)
  if (said.startsWith('`')) throw new Error("expected a value in single quotes ('), got a backtick")
  if (/[#$]/.test(said)) {
    throw new Error('expected no # and no $ outside quotes: write the value in single quotes')
  }
  return said.trimEnd()
}

function refuse(text: string, pattern: RegExp, expected: string): void {
  const [found] = pattern.exec(text) ?? []
  if (found === undefined) return
  const code = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
  throw new Error(`expected ${expected}, got U+${code}`)
}
