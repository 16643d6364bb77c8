/** How long the server waits for its clients beyond a request's own timeout, in milliseconds. */
export interface Waits {
  /**
   * How long a client may neither send nor read after its request timed out; twice as long if it
   * has begun to read. Unfinished headers are checked for at the same interval.
   */
  silenceMs: number
  /**
   * How long an open connection may stay silent while the server closes. Its client does not know
   * yet that the server closes: on a busy machine its next request may be late, or not be read yet.
   */
  lingerMs: number
  /** How long requests in flight may take while the server closes. */
  drainMs: number
}

/** The defaults, for a process that is given 10 s to end. */
export const WAITS: Readonly<Waits> = { silenceMs: 5_000, lingerMs: 1_000, drainMs: 8_000 }
