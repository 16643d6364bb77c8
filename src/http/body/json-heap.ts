// Measured on Node 24 with texts of 6 MB of one kind each: the smallest heap that reads, parses and writes them.
// A text of long strings takes 2 bytes for each of its own, one of many keys 8 …
const PER_BYTE = 8
// … one of empty objects 24, of empty arrays 16 …
const PER_OPENING = 64
// … and one of numbers that a double would round 17.
const PER_DIGIT = 10

const QUOTE = 0x22
const BACKSLASH = 0x5c
const MORE = new Uint8Array(256)
for (const opening of '{[') MORE[opening.charCodeAt(0)] = PER_OPENING
for (const digit of '0123456789') MORE[digit.charCodeAt(0)] = PER_DIGIT

/** What a JSON text of so many bytes takes of the heap, in bytes, where nothing else is known of it. */
export function usualHeap(bytes: number): number {
  return bytes * PER_BYTE
}

/** What no JSON text of so many bytes takes more of: every other byte opens an array. */
export function largestHeap(bytes: number): number {
  return bytes * (PER_BYTE + PER_OPENING / 2)
}

/** What a JSON text takes of the heap at most, in bytes, until its value is written again: a look at each byte. */
export function heapOf(json: Uint8Array): number {
  let heap = usualHeap(json.length)
  let isInString = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] as number
    if (byte === QUOTE) isInString = !isInString
    else if (!isInString) heap += MORE[byte] as number
    else if (byte === BACKSLASH) i++
  }
  return Math.min(heap, largestHeap(json.length))
}
