/**
 * Milliseconds on a clock that never goes back. Not performance.now(): the module behind it is a tenth of a
 * function's cold start.
 */
export function nowMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}
