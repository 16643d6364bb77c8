import { setTimeout as delay } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { type Logger, pino } from 'pino'
import { createLogStream } from './log-stream.ts'

export interface Log {
  logger: Logger
  /** Resolves when all lines are written, or after half a second if their reader is slow. */
  flush(): Promise<void>
}

const STDOUT = 1
const FLUSH_TIMEOUT_MS = 500

/**
 * Makes the service's log on standard output: readable text on a terminal, otherwise lines of JSON.
 */
export async function createLogger(level: string): Promise<Log> {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  // isatty() does not open standard output a second time, as process.stdout.isTTY would.
  if (isatty(STDOUT)) {
    const { default: pretty } = await import('pino-pretty')
    const lines = pretty({ sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true })
    return { logger: pino(options, lines), flush: async () => {} }
  }
  const lines = createLogStream(STDOUT)
  process.once('exit', () => lines.flushSync())
  return {
    logger: pino(options, lines),
    flush: () => Promise.race([lines.flush(), delay(FLUSH_TIMEOUT_MS)])
  }
}
