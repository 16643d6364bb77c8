import { fstatSync, write, writeSync } from 'node:fs'
import { Socket } from 'node:net'

/** How much of the lines waits for a reader that does not read, or for a full disk: in characters. */
export const MAX_WAITING = 4 * 1024 * 1024

export interface LogStream {
  write(line: string): void
  /** Resolves when no line waits any more, or when none can be written. */
  flush(): Promise<void>
  /** Writes what it can at once, for a process that ends. */
  flushSync(): void
}

type Done = (error: NodeJS.ErrnoException | null, bytes: number) => void

/** What lines are written to. */
interface Sink {
  write(bytes: Buffer, done: Done): void
  /** False while lines beside those under way would be mixed with them. */
  isFree(): boolean
}

/**
 * Makes the stream that log lines go to: a file descriptor, the standard output's if none is given.
 * The service goes on if they cannot be written: lines beyond MAX_WAITING are dropped, the others
 * are tried again with each new line. All lines of a turn of the event loop are one system call.
 * Not pino's own destination: at the end of the process that one waits for its reader for ever, and
 * for a full disk (sonic-boom 4, flushSync).
 */
export function createLogStream(fd = 1): LogStream {
  const sink = isPipe(fd) ? toPipe(fd) : toFile(fd)
  let lines = ''
  /** Bytes that were taken from the lines, and could not be written. */
  let rest: Buffer = Buffer.alloc(0)
  let isWriting = false
  let isDue = false
  let flushed: (() => void)[] = []

  function take(): Buffer {
    const bytes = rest.length > 0 ? rest : Buffer.from(lines)
    if (rest.length === 0) lines = ''
    rest = Buffer.alloc(0)
    return bytes
  }

  /** At the end of a turn of the event loop. */
  function writeLater(): void {
    if (!isDue) setImmediate(writeAll)
    isDue = true
  }

  function writeAll(): void {
    isDue = false
    if (isWriting) return
    const bytes = take()
    isWriting = bytes.length > 0
    if (!isWriting) tellFlushed()
    else sink.write(bytes, (error, written) => onWritten(error, bytes.subarray(written)))
  }

  function onWritten(error: Error | null, left: Buffer): void {
    isWriting = false
    rest = Buffer.concat([left, rest])
    if (error) tellFlushed()
    else writeAll()
  }

  function tellFlushed(): void {
    for (const resolve of flushed) resolve()
    flushed = []
  }

  return {
    write(line) {
      if (rest.length + lines.length + line.length <= MAX_WAITING) lines += line
      writeLater()
    },
    flush() {
      writeLater()
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
        // What cannot be written now waits on.
      }
    }
  }
}

function isPipe(fd: number): boolean {
  const stats = fstatSync(fd)
  return stats.isFIFO() || stats.isSocket()
}

/** Writes in a thread of its own: a file may be slow, but it never waits for a reader. */
function toFile(fd: number): Sink {
  return { write: (bytes, done) => write(fd, bytes, done), isFree: () => true }
}

/** Never blocks: a thread that waits for a reader would keep the process from ending. */
function toPipe(fd: number): Sink {
  const socket = new Socket({ fd, readable: false, writable: true })
  socket.unref()
  // The reader is gone, and the lines with it.
  socket.on('error', () => {})
  return {
    write: (bytes, done) => {
      socket.write(bytes, () => done(null, bytes.length))
    },
    isFree: () => socket.writableLength === 0
  }
}
