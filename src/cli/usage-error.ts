/** A command that cannot be meant so: told with exit code 2, before anything was done. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
