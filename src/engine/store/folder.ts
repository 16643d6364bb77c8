import { constants } from 'node:fs'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from './store.ts'

const FORMAT = 1
const FORMAT_FILE = 'engine.json'
const STORE_FOLDER = 'leveldb'

/**
 * Files that cannot be opened. The message ends a sentence such as "cannot open its files in data:
 * …".
 */
export class FolderError extends Error {
  /** A word for the cause, for programs. */
  readonly code: 'FOREIGN' | 'FORMAT' | 'UNUSABLE' | 'LOCKED' | 'DAMAGED' | 'NOT_INSTALLED'

  constructor(code: FolderError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'FolderError'
    this.code = code
  }
}

/**
 * Opens the store in a folder, which is made where missing. A file in it says of which format it
 * is. Rejects with a FolderError, and leaves as it is whatever is not of this format.
 */
export async function openFolder(path: string): Promise<Store> {
  await makeFolder(path)
  await checkFormat(path)
  return openStore(join(path, STORE_FOLDER))
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
    await access(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new FolderError('UNUSABLE', refusalOf(error as NodeJS.ErrnoException), error)
  }
}

function refusalOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EEXIST' || code === 'ENOTDIR') return `it is no folder (${code}).`
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return `it may not be written (${code}).`
  }
  return `${message}.`
}

async function checkFormat(path: string): Promise<void> {
  const text = await readText(join(path, FORMAT_FILE))
  if (text === undefined) {
    // LevelDB's own file: dynalite keeps its database at the top of its folder.
    if ((await readText(join(path, 'CURRENT'))) !== undefined) throw foreign()
    return writeFormat(path)
  }
  const format = formatOf(text)
  if (format === FORMAT) return
  throw new FolderError(
    'FORMAT',
    typeof format === 'number'
      ? `they are of format ${format}, and this version reads format ${FORMAT}; they are left as they are.`
      : `${FORMAT_FILE} is damaged; it should be {"format":${FORMAT}}.`
  )
}

function foreign(): FolderError {
  return new FolderError(
    'FOREIGN',
    'they are a database that dynalite made, with which earlier versions worked, and are left as they are. ' +
      'Choose another folder for a new database; to keep the items, read them with the earlier version and write them with this one.'
  )
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new FolderError('UNUSABLE', refusalOf(error as NodeJS.ErrnoException), error)
  }
}

function formatOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format
  } catch {
    return undefined
  }
}

/** Writes it whole or not at all. */
async function writeFormat(path: string): Promise<void> {
  const file = join(path, FORMAT_FILE)
  const draft = `${file}.${process.pid}`
  try {
    await writeFile(draft, `${JSON.stringify({ format: FORMAT })}\n`)
    await rename(draft, file)
  } catch (error) {
    throw new FolderError('UNUSABLE', refusalOf(error as NodeJS.ErrnoException), error)
  }
}

async function openStore(folder: string): Promise<Store> {
  const { openLevelStore } = await import('./level-store.ts').catch((error) => {
    throw new FolderError(
      'NOT_INSTALLED',
      'the package classic-level is not installed here.',
      error
    )
  })
  try {
    return await openLevelStore(folder)
  } catch (error) {
    // abstract-level tells that it is not open, and why in the cause.
    const cause = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    if (cause.code === 'LEVEL_LOCKED') {
      throw new FolderError('LOCKED', 'another process has them open.', cause)
    }
    if (cause.code === 'LEVEL_CORRUPTION') {
      throw new FolderError('DAMAGED', `they are damaged (${cause.message}).`, cause)
    }
    throw new FolderError('UNUSABLE', `${cause.message}.`, cause)
  }
}
