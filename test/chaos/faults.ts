/** What the proxy does to requests, and to how many of a thousand; all others pass. */
export const faults = {
  /** Delayed by up to 300 ms, before or after the engine. */
  delay: 40,
  /** Refused with ProvisionedThroughputExceededException; the engine never sees it. */
  throttle: 40,
  /** Answered 500; the engine never sees it. */
  'error before': 25,
  /** Applied, then answered 500. */
  'error after': 25,
  /** The connection is cut; the engine never sees it. */
  'cut before': 25,
  /** Applied; the connection is cut within the answer’s body. */
  'cut during': 25,
  /** Applied; the connection is cut before the answer. */
  'cut after': 25,
  /** Applied; a byte of the answer’s body is changed, so that its x-amz-crc32 is wrong. */
  damage: 20,
  /** The connection is cut at once; the engine applies it later, after the repetition perhaps. */
  late: 15,
  /** A part of a batch is applied, and the rest is answered as unprocessed. */
  part: 150,
  /** A transaction is cancelled as a throttled one is; the engine never sees it. */
  cancel: 60,
  /** Applied or not, and never answered. */
  silence: 3
} as const

export type Fault = keyof typeof faults

export const faultNames = Object.keys(faults) as Fault[]
