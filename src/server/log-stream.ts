import { pino } from 'pino'

/** Bytes of lines that wait for who does not read them, or for a disk that is full. */
export const MAX_WAITING = 4 * 1024 * 1024

type LogStream = ReturnType<typeof pino.destination>

/**
 * Where log lines go: a file descriptor, the standard output's if none is given. The service goes on where they
 * cannot be written: lines beyond MAX_WAITING bytes are dropped, the others are written once that is possible again.
 */
export function createLogStream(dest = 1): LogStream {
  // One system call for all lines that come while the one before is under way; none waits longer. A minimal
  // length, be it of one byte, is what makes flush() try.
  const stream = pino.destination({ dest, sync: false, minLength: 1, maxLength: MAX_WAITING })
  const { flushSync } = stream
  stream.on('drop', () => stream.flush())
  stream.on('error', () => {
    // It would try again for ever, and nothing else would run: sonic-boom 4, index.js.
    stream.flushSync = () => {}
  })
  stream.on('drain', () => {
    stream.flushSync = flushSync
  })
  return stream
}
