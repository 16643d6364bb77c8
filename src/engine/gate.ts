/** Lets many use something at once, or one alone. */
export interface Gate {
  /** Counts a user in; resolves when nobody is alone any more, and is undefined if nobody is. */
  enter(): Promise<void> | undefined
  leave(): void
  /** Runs a task when all users have left, and lets none in until it ends. */
  alone(task: () => Promise<void>): Promise<void>
}

export function createGate(): Gate {
  let users = 0
  let closed: Promise<void> | undefined
  let onEmpty = () => {}

  async function enterWhenOpen(): Promise<void> {
    while (closed) await closed
    users++
  }

  return {
    enter: () => {
      if (closed) return enterWhenOpen()
      users++
      return undefined
    },
    leave: () => {
      users--
      if (users === 0) onEmpty()
    },
    alone: async (task) => {
      while (closed) await closed
      let open = () => {}
      closed = new Promise((resolve) => {
        open = resolve
      })
      if (users > 0) {
        await new Promise<void>((resolve) => {
          onEmpty = resolve
        })
      }
      try {
        await task()
      } finally {
        closed = undefined
        onEmpty = () => {}
        open()
      }
    }
  }
}
