/** Work beside the calls, which ends with the engine: what is interrupted goes on at the next start. */
export interface Background {
  /** Runs a task, which asks now and then whether to end. `onFailure` hears what it rejects with. */
  start(task: (isClosing: () => boolean) => Promise<void>): void
  /** Runs a task every so often. */
  repeat(task: () => Promise<void>, everyMs: number): void
  /** Resolves when nothing runs any more. */
  close(): Promise<void>
}

export function createBackground(onFailure: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  const timers: NodeJS.Timeout[] = []
  let isClosing = false

  function start(task: (isClosing: () => boolean) => Promise<void>): void {
    const run = task(() => isClosing)
      .catch((error) => {
        if (!isClosing) onFailure(error)
      })
      .finally(() => running.delete(run))
    running.add(run)
  }

  return {
    start,
    repeat: (task, everyMs) => {
      let isBusy = false
      const timer = setInterval(() => {
        if (isBusy) return
        isBusy = true
        start(() =>
          task().finally(() => {
            isBusy = false
          })
        )
      }, everyMs)
      timers.push(timer.unref())
    },
    close: async () => {
      isClosing = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
    }
  }
}
