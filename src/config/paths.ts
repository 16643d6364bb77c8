import { homedir } from 'node:os'
import { join } from 'node:path'

const HOME = /^~(?=$|[/\\])[/\\]*/
const WINDOWS = /^[A-Za-z]:[\\/]/
const UNREPLACED = /\$\{?[A-Za-z_]|%\w+%/

/**
 * Reads the path of a file or a folder. Throws an Error if only a shell or another system would
 * read it as it was meant.
 */
export function readPath(text: string): string {
  if (text !== text.trim()) throw new Error('expected a path without space around it')
  if (HOME.test(text)) {
    const meant = join(homedir(), text.replace(HOME, ''))
    throw new Error(`expected a path without ~, which a shell alone replaces: write ${meant}`)
  }
  if (text.startsWith('~')) {
    throw new Error(`expected a path without ~, which a shell alone replaces: write it in full`)
  }
  if (UNREPLACED.test(text)) {
    throw new Error(`expected a path in full, got ${JSON.stringify(text)}: no variable is replaced`)
  }
  if (WINDOWS.test(text) && process.platform !== 'win32') {
    throw new Error(`expected a path of this system, got ${JSON.stringify(text)}: write /…`)
  }
  return text
}

/** Reads the folder of the embedded database, or `:memory:`. */
export function readEmbeddedPath(text: string): string {
  if (text.startsWith(':') && text !== ':memory:') {
    throw new Error(`expected a path or :memory:, got ${JSON.stringify(text)}`)
  }
  return readPath(text)
}
