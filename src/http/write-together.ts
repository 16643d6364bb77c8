let end: Promise<void> | undefined

/**
 * Resolves when this turn of the event loop has read all that has come. Answers that are written then, one
 * right after the other, wake their reader once: each write to a reader that sleeps costs as much as the rest
 * of a `ping`.
 */
export function endOfTurn(): Promise<void> {
  end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = undefined
      resolve()
    })
  })
  return end
}
