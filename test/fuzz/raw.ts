import fc from 'fast-check'
import { type Groups, tricks } from './tricks.ts'

/** Bytes for a connection of their own, which are no HTTP, or HTTP that two readers understand in two ways. */
export interface RawRequest {
  kind: 'raw'
  /** Where it stands in tricks(). */
  group: keyof Groups
  trick: string
  index: number
  /** From 0 to 1: the bytes are written in pieces that end there, with a pause after each. */
  cuts: number[]
  pauseMs: number
  /** Whether the client is gone when all is written, or waits for the answers. */
  hangsUp: boolean
}

const sometimes = fc.oneof(
  { arbitrary: fc.constant(false), weight: 9 },
  { arbitrary: fc.constant(true), weight: 1 }
)

const names = tricks('{}', '{}')

function anyOf(group: keyof Groups, hangsUp: fc.Arbitrary<boolean>): fc.Arbitrary<RawRequest> {
  const all = Object.entries(names[group]).flatMap(([trick, texts]) =>
    texts.map((_, index) => ({ trick, index }))
  )
  return fc
    .record({
      chosen: fc.constantFrom(...all),
      cuts: fc.oneof(
        { arbitrary: fc.constant<number[]>([]), weight: 9 },
        {
          arbitrary: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
          weight: 1
        }
      ),
      pauseMs: fc.integer({ min: 1, max: 30 }),
      hangsUp
    })
    .map(({ chosen, ...rest }) => ({ kind: 'raw', group, ...chosen, ...rest }))
}

export const raw: fc.Arbitrary<RawRequest> = fc.oneof(
  { arbitrary: anyOf('smuggling', sometimes), weight: 4 },
  { arbitrary: anyOf('oddities', sometimes), weight: 4 },
  { arbitrary: anyOf('cutShort', fc.constant(true)), weight: 1 }
)

/** Makes the pieces; `own` is a body that may be served, `hidden` one that nobody may serve. */
export function piecesOf(
  { group, trick, index, cuts }: RawRequest,
  own: string,
  hidden: string
): Buffer[] {
  const bytes = Buffer.from(tricks(own, hidden)[group][trick]?.[index] ?? '', 'latin1')
  const ends = [...cuts.toSorted().map((cut) => Math.floor(cut * bytes.length)), bytes.length]
  return ends.map((end, n) => bytes.subarray(ends[n - 1] ?? 0, end))
}
