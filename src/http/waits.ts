/** How long the door waits for its clients beyond the time of a request, in milliseconds. */
export interface Waits {
  /**
   * How long a client may neither send nor read once its time is over; twice as long if it has
   * begun to read. Headers that do not end are looked for as often.
   */
  silenceMs: number
  /**
   * How long, while closing, an open connection may stay silent. Its client does not know yet that
   * the service is closing: on a busy machine its next request may be late, or come and not read.
   */
  lingerMs: number
  /** How long, while closing, requests may take to be answered. */
  drainMs: number
}

/** The waits of a service whose process is given 10 s to end. */
export const WAITS: Readonly<Waits> = { silenceMs: 5_000, lingerMs: 1_000, drainMs: 8_000 }
