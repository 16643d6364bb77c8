import { AbstractLevel } from 'abstract-level'

/** Ends the thread by LevelDB's own error where its files cannot be opened, which dynalite tells nobody. */
export function endOnOpenFailure(): void {
  const { open } = AbstractLevel.prototype
  async function openOrEnd(this: AbstractLevel<unknown>, ...options: Parameters<typeof open>) {
    try {
      await open.apply(this, options)
    } catch (error) {
      const { cause } = error as Error
      queueMicrotask(() => {
        throw cause ?? error
      })
      throw error
    }
  }
  Object.defineProperty(AbstractLevel.prototype, 'open', { value: openOrEnd })
}
