let pending: Promise<void> | undefined

/**
 * Resolves when the event loop has read all input of its current poll phase. Answers that are
 * written then, one right after the other, wake their reader once: each write to a sleeping reader
 * costs as much as the rest of a `ping`.
 * https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
export function afterPollPhase(): Promise<void> {
  pending ??= new Promise((resolve) => {
    setImmediate(() => {
      pending = undefined
      resolve()
    })
  })
  return pending
}
