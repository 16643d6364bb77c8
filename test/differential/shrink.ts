import { type Difference, signatureOf } from './difference.ts'
import type { Step } from './generate/scenario.ts'
import { copyOf, type Place, placesOf, removeAt, setAt } from './generate/tree.ts'
import { type Pair, play } from './play.ts'

interface Found {
  steps: Step[]
  difference: Difference
}

/** Makes a scenario smaller for as long as it ends in a difference of the same kind. */
export async function shrink(
  pair: Pair,
  { steps, difference }: Found,
  signature: string,
  limitMs: number
): Promise<Found> {
  const end = performance.now() + limitMs
  const isOver = () => performance.now() > end
  let smallest = steps
  let last = difference

  async function keeps(candidate: Step[]): Promise<boolean> {
    const { calls, unexplained } = await play(pair, candidate)
    const same = unexplained.find((found) => signatureOf(found) === signature)
    if (!same) return false
    smallest = candidate.slice(0, calls)
    last = same
    return true
  }

  for (
    let size = Math.ceil(steps.length / 2);
    size >= 1 && !isOver();
    size = Math.floor(size / 2)
  ) {
    for (let at = smallest.length - 1 - size; at >= 0 && !isOver(); at -= size) {
      await keeps(smallest.toSpliced(at, size))
    }
  }
  for (let again = true; again && !isOver(); ) {
    again = false
    for (let step = smallest.length - 1; step >= 0; step--) {
      // The outer places come first: what is left out whole needs no simplifying.
      for (let at = 0; at < placesOf(smallest[step]?.input).length && !isOver(); at++) {
        for (const change of CHANGES) {
          const candidate = copyOf(smallest)
          const place = placesOf(candidate[step]?.input)[at]
          if (place && change(place) && (await keeps(candidate))) {
            again = true
            break
          }
        }
      }
    }
  }
  return { steps: smallest, difference: last }
}

type Change = (place: Place) => boolean

const CHANGES: readonly Change[] = [
  (place) => {
    removeAt(place)
    return true
  },
  shorten((text) => text.slice(0, text.length / 2)),
  shorten((text) => text.slice(text.length / 2)),
  shorten((text) => text.slice(0, -1)),
  shorten((text) => text.slice(1)),
  shorten((text) => text.replace(/ (?:AND|OR) .*$/i, '')),
  shorten((text) => text.replace(/^.*? (?:AND|OR) /i, '')),
  shorten((text) => text.replace(/, ?[^,]*$/, '')),
  shorten((text) => text.replace(/ (?:SET|REMOVE|ADD|DELETE) .*$/i, '')),
  shorten((text) => text.replace(/^.* (?=(?:SET|REMOVE|ADD|DELETE) )/i, ''))
]

function shorten(cut: (text: string) => string): Change {
  return (place) => {
    const value = place.holder[place.key]
    if (typeof value !== 'string') return false
    const shorter = cut(value)
    if (shorter.length >= value.length) return false
    setAt(place, shorter)
    return true
  }
}
