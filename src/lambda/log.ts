/** Writes log lines as JSON, each with its members and a message. */
export interface Log {
  info(members: object, message: string): void
  warn(members: object, message: string): void
  error(members: object, message: string): void
}

/**
 * Makes the function's log. Each line is JSON with the member names that Lambda itself filters by:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 * pino would be a tenth of the bundle, and its speed pays only for many lines. console.log would
 * not write plain JSON, because the runtime puts time, request id and level before it.
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
