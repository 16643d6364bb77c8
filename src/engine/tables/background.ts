import type { Gate } from '../gate.ts'

/**
 * Work beside the calls, which ends with the engine: what is interrupted goes on at the next start.
 */
export interface Background {
  /** Runs a task, which asks now and then whether to end. */
  start(task: (isClosing: () => boolean) => Promise<void>): void
  /** Runs a task every so often. */
  repeat(task: () => Promise<void>, everyMs: number): void
  isBusy(): boolean
  /** Resolves when nothing runs any more. */
  close(): Promise<void>
}

/** Each task is a user of the gate. `onFailure` hears what they reject with. */
export function createBackground(gate: Gate, onFailure: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  const timers: NodeJS.Timeout[] = []
  let isClosing = false

  function start(task: (isClosing: () => boolean) => Promise<void>): void {
    const run = runInside(task)
      .catch((error) => {
        if (!isClosing) onFailure(error)
      })
      .finally(() => running.delete(run))
    running.add(run)
  }

  async function runInside(task: (isClosing: () => boolean) => Promise<void>): Promise<void> {
    await gate.enter()
    try {
      await task(() => isClosing)
    } finally {
      gate.leave()
    }
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
    isBusy: () => running.size > 0,
    close: async () => {
      isClosing = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
    }
  }
}
