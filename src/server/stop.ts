import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'

const GRACE_MS = 10_000
/**
 * Ctrl-C reaches every process of its terminal, and what has started the service (npm, node --watch)
 * passes it on: signals that come so soon after the first are the same one.
 */
const ONE_SIGNAL_MS = 1_000
/** Those by which a process is asked to end. */
const SIGNALS: closeWithGrace.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR2']
// Signals of a process that cannot go on (no memory, a fault): a listener of JavaScript would never
// run, and the process hang for ever. https://nodejs.org/api/process.html#signal-events
const CRASHES: closeWithGrace.Signals[] = [
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP'
]

/**
 * Has a signal, or an error that nobody caught, end the process once `close` is done, and after 10 s
 * all the same. A second signal ends it at once.
 */
export function stopInOrder(log: Logger, close: () => Promise<void>): void {
  let stoppedAt: number | undefined
  // It would take a repetition of the first signal for a second one, so it is told of none.
  const options = { delay: GRACE_MS, logger: log, skip: [...SIGNALS, ...CRASHES] }
  const { close: stop } = closeWithGrace(options, async ({ err }) => {
    stoppedAt = performance.now()
    if (err) log.fatal({ err }, 'stopping after an error that nobody caught')
    await close()
  })

  function onSignal(signal: NodeJS.Signals): void {
    if (stoppedAt === undefined) {
      log.info({ signal }, 'stopping')
      void stop()
    } else if (performance.now() - stoppedAt > ONE_SIGNAL_MS) {
      log.error(`second ${signal}, exiting`)
      process.exit(1)
    }
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
}
