import { once } from 'node:events'
import { access, constants, mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

export interface EmbeddedDatabase {
  /** Its address on loopback, the same for as long as it lives. */
  endpoint: string
  /** Writes out and closes the files. */
  close(): Promise<void>
}

/**
 * What dynalite must not be asked. It loses attributes named `__proto__`, and the time its parser takes
 * grows fivefold with each parenthesis that opens within another: seconds at 6, an hour at 11.
 */
export const embeddedLimits = { refuseProto: true, maxParentheses: 4 }

const CLOSE_TIMEOUT_MS = 3_000
const MAX_PAUSE_MS = 5_000

/**
 * Starts dynalite in a thread, with its files under `path` (undefined: in memory). A thread that dies is
 * replaced: `onFailure` is told why, also where that fails and is tried again, and `onReplaced` that there is
 * another, without tables if in memory. Rejects where the files cannot be opened, as when another process has
 * them, and where dynalite, an optional dependency, is not installed.
 */
export async function startEmbedded(
  path: string | undefined,
  onFailure: (error: unknown) => void,
  onReplaced: () => void = () => {}
): Promise<EmbeddedDatabase> {
  const closing = new AbortController()
  const refusal = path === undefined ? undefined : await makeFolder(path)
  const first = await startWorker(path, 0).catch((cause: Error) => {
    throw new Error(explain(cause, path, refusal), { cause })
  })
  const { port } = first
  let worker: Worker | undefined
  let replacing: Promise<void> | undefined
  watch(first.worker)

  function watch(started: Worker): void {
    worker = started
    started.once('error', onFailure)
    started.once('exit', () => {
      worker = undefined
      replacing = replace()
    })
  }

  async function replace(): Promise<void> {
    for (let tries = 1; !closing.signal.aborted; tries++) {
      try {
        watch((await startWorker(path, port)).worker)
        return onReplaced()
      } catch (error) {
        onFailure(error)
        const pauseMs = Math.min(MAX_PAUSE_MS, 100 * 2 ** tries)
        await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => {})
      }
    }
  }

  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      closing.abort()
      await replacing
      if (worker) await stopWorker(worker)
    }
  }
}

/** LevelDB makes the last folder only, and tells nobody why it cannot. Returns why files cannot be made there. */
async function makeFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path, { recursive: true })
    await access(path, constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') return `it is no folder (${code}).`
    if (code === 'EACCES' || code === 'EROFS') return `it may not be written (${code}).`
    return `${message}.`
  }
}

function explain(
  { code, message }: NodeJS.ErrnoException,
  path: string | undefined,
  refusal = code === 'LEVEL_LOCKED' ? 'another process has them open.' : `${message}.`
): string {
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return (
      'DYNAMODB=embedded needs the package dynalite, which is not installed here. Install with npm’s ' +
      '--include=optional (an image: docker build --build-arg OPTIONAL=include), or set ' +
      'AWS_ENDPOINT_URL_DYNAMODB or DYNAMODB=aws.'
    )
  }
  return `The embedded database cannot open its files in ${path}: ${refusal} EMBEDDED_PATH chooses another folder.`
}

async function startWorker(
  path: string | undefined,
  port: number
): Promise<{ worker: Worker; port: number }> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: { path, port }
  })
  // once() rejects if the worker fails before it listens.
  const [listening] = (await once(worker, 'message')) as [number]
  return { worker, port: listening }
}

async function stopWorker(worker: Worker): Promise<void> {
  worker.postMessage('close')
  await Promise.race([once(worker, 'message'), delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })])
  await worker.terminate()
}
