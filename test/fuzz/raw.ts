import fc from 'fast-check'
import { type Groups, tricks } from './tricks.ts'

/**
 * Bytes for a connection of their own: no HTTP, or HTTP that two readers understand differently.
 */
export interface RawRequest {
  kind: 'raw'
  /** The trick's place in tricks(). */
  group: keyof Groups
  trick: string
  index: number
  /** Where the bytes are cut into pieces, from 0 to 1; a pause follows each piece. */
  cuts: number[]
  pauseMs: number
  /** Whether the client disconnects after the last byte, or waits for the answers. */
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

/** Makes the pieces; `own` is a body that may be served, `hidden` one that must not be. */
export function piecesOf(
  { group, trick, index, cuts }: RawRequest,
  own: string,
  hidden: string
): Buffer[] {
  const bytes = Buffer.from(tricks(own, hidden)[group][trick]?.[index] ?? '', 'latin1')
  const ends = [...cuts.toSorted().map((cut) => Math.floor(cut * bytes.length)), bytes.length]
  return ends.map((end, n) => bytes.subarray(ends[n - 1] ?? 0, end))
}
