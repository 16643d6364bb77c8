/** Writes lines of JSON: what happened, and a word for it. */
export interface Log {
  info(members: object, message: string): void
  warn(members: object, message: string): void
  error(members: object, message: string): void
}

/**
 * Makes the function's log: one JSON line each, by the names that Lambda itself reads and filters by.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 * Not pino: that is a tenth of the bundle, and its speed is for many lines. Not console.log either: the
 * runtime puts time, request id and level before what it is given.
 */
export function createLog(level: string, write: (line: string) => void): Log {
  const line = (level: string) => (members: object, message: string) =>
    write(
      `${JSON.stringify({ timestamp: new Date().toISOString(), level, msg: message, ...members })}\n`
    )
  const nothing = () => {}
  return {
    info: ['trace', 'debug', 'info'].includes(level) ? line('INFO') : nothing,
    warn: ['error', 'fatal', 'silent'].includes(level) ? nothing : line('WARN'),
    error: ['fatal', 'silent'].includes(level) ? nothing : line('ERROR')
  }
}
