import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'

/** How long `close` may take before the process ends anyway. */
const GRACE_MS = 10_000
/**
 * A signal this soon after the first is a copy of it: Ctrl-C reaches every process of its terminal,
 * and the parent of the service (npm, node --watch) passes it on too.
 */
const SAME_SIGNAL_MS = 1_000
/** The signals that ask a process to end. */
const SIGNALS: closeWithGrace.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR2']
// These signals reach a process that cannot go on (no memory, a fault): a JavaScript listener for
// them would never run, and the process would hang.
// https://nodejs.org/api/process.html#signal-events
const CRASHES: closeWithGrace.Signals[] = [
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP'
]

/**
 * Ends the process in order after a signal or an uncaught error: calls `close`, and exits when it
 * is done or after 10 s. A second signal ends the process at once.
 */
export function stopInOrder(log: Logger, close: () => Promise<void>): void {
  let stoppedAt: number | undefined
  // close-with-grace would take a copy of the first signal for a second one, so it listens to none.
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
    } else if (performance.now() - stoppedAt > SAME_SIGNAL_MS) {
      log.error(`second ${signal}, exiting`)
      process.exit(1)
    }
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
}
