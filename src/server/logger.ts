import { setTimeout as delay } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { type Logger, pino } from 'pino'
import { createLogStream } from './log-stream.ts'

export interface Log {
  logger: Logger
  /** Resolves when all lines are written, or when their reader has had half a second. */
  flush(): Promise<void>
}

const STDOUT = 1
const FLUSH_MS = 500

/** Makes the service's log on standard output: for people on a terminal, lines of JSON otherwise. */
export async function createLogger(level: string): Promise<Log> {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  // Not process.stdout.isTTY, which would open the standard output a second time.
  if (isatty(STDOUT)) {
    const { default: pretty } = await import('pino-pretty')
    const lines = pretty({ sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true })
    return { logger: pino(options, lines), flush: async () => {} }
  }
  const lines = createLogStream(STDOUT)
  process.once('exit', () => lines.flushSync())
  return {
    logger: pino(options, lines),
    flush: () => Promise.race([lines.flush(), delay(FLUSH_MS)])
  }
}
