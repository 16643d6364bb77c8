import { randomFillSync } from 'node:crypto'

const BYTES = 16
const TEXT_LENGTH = 36
const DIGITS = Buffer.from('0123456789abcdef')
/** Where in the text the two digits of each byte stand. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

const random = Buffer.alloc(BYTES * 256)
const text = Buffer.alloc(TEXT_LENGTH, '-')
let used = random.length

/**
 * Makes a UUID, version 4 (RFC 9562). As crypto.randomUUID(), in a flat string: that one's, of twenty pieces, has to
 * be put together when the header is written, which costs a tenth of a `ping`.
 */
export function makeRequestId(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  random[used + 6] = ((random[used + 6] as number) & 0x0f) | 0x40
  random[used + 8] = ((random[used + 8] as number) & 0x3f) | 0x80
  for (let i = 0; i < BYTES; i++) {
    const byte = random[used + i] as number
    const place = PLACES[i] as number
    text[place] = DIGITS[byte >> 4] as number
    text[place + 1] = DIGITS[byte & 15] as number
  }
  used += BYTES
  return text.toString('latin1')
}
