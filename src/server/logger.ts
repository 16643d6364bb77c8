import { type Logger, pino } from 'pino'
import { createLogStream } from './log-stream.ts'

/** Makes the service's log on standard output: for people on a terminal, lines of JSON otherwise. */
export async function createLogger(level: string): Promise<Logger> {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  if (!process.stdout.isTTY) return pino(options, createLogStream())
  const { default: pretty } = await import('pino-pretty')
  return pino(options, pretty({ sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true }))
}
