import { open, readFile, rename, rm } from 'node:fs/promises'
import { FileFault, naming } from './file-error.ts'

const VERSION = 1

/** What is certain of a transfer, so that another run can go on from there. */
export interface State<Done> {
  /** What the transfer was told to do; another one cannot go on with it. */
  options: Record<string, unknown>
  done: Done
}

/**
 * Reads a state; undefined: there is none. Rejects with a FileFault where it is none of ours, or of
 * another transfer.
 */
export async function readState<Done>(
  file: string,
  options: Record<string, unknown>
): Promise<Done | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const state = parseState<Done>(text)
  if (!state) throw new FileFault(`${file}: expected the state of a transfer that was interrupted`)
  const fault = findDifference(state.options, options)
  if (fault) throw new FileFault(`${file}: expected the same options as before: ${fault}`)
  return state.done
}

/** Writes a state so that, whatever happens, either it or the one before is there. */
export async function writeState<Done>(file: string, state: State<Done>): Promise<void> {
  const temporary = `${file}.new`
  const text = JSON.stringify({ version: VERSION, ...state })
  await naming(temporary, replace(file, temporary, text))
}

export async function removeState(file: string): Promise<void> {
  await rm(file, { force: true })
}

async function replace(file: string, temporary: string, text: string): Promise<void> {
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

function parseState<Done>(text: string): State<Done> | undefined {
  try {
    const value = JSON.parse(text)
    return value.version === VERSION && value.options && value.done ? value : undefined
  } catch {
    return undefined
  }
}

function findDifference(
  before: Record<string, unknown>,
  now: Record<string, unknown>
): string | undefined {
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(now[name])]
    if (was !== is) return `${name} was ${was ?? 'not given'}, and is ${is ?? 'not given'}`
  }
  return undefined
}
