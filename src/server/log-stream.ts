import { fstatSync, write, writeSync } from 'node:fs'
import { Socket } from 'node:net'

/**
 * How many characters of log may wait for a slow reader or a full disk; later lines are dropped.
 */
export const MAX_BUFFERED_CHARACTERS = 4 * 1024 * 1024

export interface LogStream {
  write(line: string): void
  /** Resolves when all lines are written, or when writing them fails. */
  flush(): Promise<void>
  /** Writes as many lines as it can, synchronously, because the process is ending. */
  flushSync(): void
}

type Done = (error: NodeJS.ErrnoException | null, bytes: number) => void

/** A file or a pipe that lines are written to. */
interface Sink {
  write(bytes: Buffer, done: Done): void
  /** Says whether lines may be written directly, without mixing with bytes that are under way. */
  isFree(): boolean
}

/**
 * Makes the stream that writes log lines to a file descriptor, by default standard output. The
 * service goes on if they cannot be written: lines beyond MAX_BUFFERED_CHARACTERS are dropped, the
 * others are tried again with each new line. All lines of one turn of the event loop take one
 * system call. pino's own destination does not do, because at the end of the process it waits for
 * ever for a reader or for a full disk (sonic-boom 4, flushSync).
 */
export function createLogStream(fd = 1): LogStream {
  const sink = isPipe(fd) ? toPipe(fd) : toFile(fd)
  let lines = ''
  /** The bytes that were taken from the lines, but could not be written. */
  let rest: Buffer = Buffer.alloc(0)
  let isWriting = false
  let isScheduled = false
  let flushed: (() => void)[] = []

  function take(): Buffer {
    const bytes = rest.length > 0 ? rest : Buffer.from(lines)
    if (rest.length === 0) lines = ''
    rest = Buffer.alloc(0)
    return bytes
  }

  /** Has the lines written at the end of this turn of the event loop. */
  function scheduleWrite(): void {
    if (!isScheduled) setImmediate(writeAll)
    isScheduled = true
  }

  function writeAll(): void {
    isScheduled = false
    if (isWriting) return
    const bytes = take()
    isWriting = bytes.length > 0
    if (!isWriting) resolveFlushed()
    else sink.write(bytes, (error, written) => onWritten(error, bytes.subarray(written)))
  }

  function onWritten(error: Error | null, left: Buffer): void {
    isWriting = false
    rest = Buffer.concat([left, rest])
    if (error) resolveFlushed()
    else writeAll()
  }

  function resolveFlushed(): void {
    for (const resolve of flushed) resolve()
    flushed = []
  }

  return {
    write(line) {
      if (rest.length + lines.length + line.length <= MAX_BUFFERED_CHARACTERS) lines += line
      scheduleWrite()
    },
    flush() {
      scheduleWrite()
      return new Promise((resolve) => flushed.push(resolve))
    },
    flushSync() {
      if (!sink.isFree()) return
      try {
        for (let bytes = take(); bytes.length > 0; bytes = take()) {
          rest = bytes
          rest = bytes.subarray(writeSync(fd, bytes))
        }
      } catch {
        // Lines that cannot be written now stay in the buffer.
      }
    }
  }
}

function isPipe(fd: number): boolean {
  const stats = fstatSync(fd)
  return stats.isFIFO() || stats.isSocket()
}

/** Writes in a thread of Node's pool: a file may be slow, but a write to it always returns. */
function toFile(fd: number): Sink {
  return { write: (bytes, done) => write(fd, bytes, done), isFree: () => true }
}

/** Writes without blocking: a thread that waits for a reader would keep the process from ending. */
function toPipe(fd: number): Sink {
  const socket = new Socket({ fd, readable: false, writable: true })
  socket.unref()
  // If the reader is gone, the lines are lost; the service goes on.
  socket.on('error', () => {})
  return {
    write: (bytes, done) => {
      socket.write(bytes, () => done(null, bytes.length))
    },
    isFree: () => socket.writableLength === 0
  }
}
