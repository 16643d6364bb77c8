import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import {
  type AnswerMessage,
  type CallMessage,
  createBatcher,
  type FromThread,
  type ThreadData
} from './messages.ts'

export interface EngineThreadOptions {
  /** The folder of its files; undefined: in memory. */
  path?: string | undefined
  /** A port of the loopback at which it speaks DynamoDB's own protocol; undefined: none. 0: any. */
  port?: number | undefined
  /** Origins of pages that may call the port. */
  origins?: string[]
}

export interface EngineThreadHandlers {
  /** Is told why a thread ended, why another cannot start, and what failed beside the calls. */
  onFailure: (error: unknown) => void
  /** Is told that there is another thread; in memory it is without tables. */
  onReplaced?: () => void
}

export interface ThreadAnswer {
  status: number
  body: Buffer
}

export interface EngineThread {
  /** The port that is open, if one was asked for. */
  port: number | undefined
  /**
   * Makes one call in the thread. Rejects with a ThreadEnded where there is no thread, or where it
   * ends meanwhile.
   */
  call(operation: string, body: string | Buffer): Promise<ThreadAnswer>
  /** Ends what is under way, writes out and closes the files. */
  close(): Promise<void>
}

/** The thread ended before it answered. */
export class ThreadEnded extends Error {
  readonly code = 'ERR_ENGINE_ENDED'
  /** Whether the call may have been made. */
  readonly isSent: boolean

  constructor(isSent: boolean) {
    super('The thread of the database ended.')
    this.name = 'ThreadEnded'
    this.isSent = isSent
  }
}

const CLOSE_TIMEOUT_MS = 3_000
const MAX_PAUSE_MS = 5_000
// Of three parts: a young generation of 1 MB is as fast as a larger one here, and fills no more
// memory at start.
const MAX_YOUNG_MB = 3

/**
 * Starts an engine in a thread of its own. A thread that ends is replaced, tried again until it
 * succeeds. Rejects where the first cannot start: with the FolderError's message and code where the
 * files cannot be opened.
 */
export async function startEngineThread(
  options: EngineThreadOptions,
  { onFailure, onReplaced = () => {} }: EngineThreadHandlers
): Promise<EngineThread> {
  const closing = new AbortController()
  const data: ThreadData = {
    path: options.path,
    port: options.port,
    origins: options.origins ?? []
  }
  let running: Running | undefined = await start(data, onFailure)
  let replacing: Promise<void> | undefined
  // Its replacement opens the same.
  data.port = running.port
  watch(running)

  function watch(started: Running): void {
    started.ended.then((error) => {
      running = undefined
      if (closing.signal.aborted) return
      onFailure(error)
      replacing = replace()
    })
  }

  async function replace(): Promise<void> {
    for (let tries = 1; !closing.signal.aborted; tries++) {
      try {
        running = await start(data, onFailure)
        watch(running)
        return onReplaced()
      } catch (error) {
        onFailure(error)
        const pauseMs = Math.min(MAX_PAUSE_MS, 100 * 2 ** tries)
        await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => {})
      }
    }
  }

  return {
    port: running.port,
    call: (operation, body) =>
      running && !closing.signal.aborted
        ? running.call(operation, body)
        : Promise.reject(new ThreadEnded(false)),
    close: async () => {
      closing.abort()
      await replacing
      await running?.close()
    }
  }
}

interface Running {
  port: number | undefined
  /** Resolves with why. */
  ended: Promise<unknown>
  call: EngineThread['call']
  close(): Promise<void>
}

interface Waiting {
  resolve: (answer: ThreadAnswer) => void
  reject: (error: ThreadEnded) => void
}

function start(data: ThreadData, onFailure: (error: unknown) => void): Promise<Running> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_MB }
  })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let isReady = false
  const send = createBatcher<CallMessage>((calls) => worker.postMessage(calls))

  return new Promise((resolve, reject) => {
    let failed: unknown = new Error('The thread of the database ended by itself.')
    let onClosed = () => {}
    const closed = new Promise<void>((resolveClosed) => {
      onClosed = resolveClosed
    })
    const ended = new Promise<unknown>((resolveEnded) => {
      worker.once('error', (error) => {
        failed = error
      })
      worker.once('exit', () => {
        for (const { reject: rejectCall } of waiting.values()) rejectCall(new ThreadEnded(true))
        waiting.clear()
        onClosed()
        resolveEnded(failed)
        if (!isReady) reject(failed)
      })
    })
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'answers') settle(waiting, message.answers)
      else if (message.kind === 'failure') onFailure(message.error)
      else if (message.kind === 'closed') onClosed()
      else {
        isReady = true
        resolve({ port: message.port, ended, call, close })
      }
    })

    function call(operation: string, body: string | Buffer): Promise<ThreadAnswer> {
      return new Promise((resolveCall, rejectCall) => {
        lastId++
        waiting.set(lastId, { resolve: resolveCall, reject: rejectCall })
        send({ id: lastId, operation, body })
      })
    }

    async function close(): Promise<void> {
      // Behind the calls of this turn.
      await turn()
      worker.postMessage('close')
      await Promise.race([closed, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })])
      await worker.terminate()
    }
  })
}

function settle(waiting: Map<number, Waiting>, answers: AnswerMessage[]): void {
  for (const { id, status, body } of answers) {
    const bytes =
      typeof body === 'string'
        ? Buffer.from(body)
        : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    waiting.get(id)?.resolve({ status, body: bytes })
    waiting.delete(id)
  }
}
