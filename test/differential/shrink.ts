import { signatureOf } from './difference.ts'
import type { Step } from './generate/scenario.ts'
import { copyOf, type Place, placesOf, removeAt, setAt } from './generate/tree.ts'
import { type Finding, type Pair, play } from './play.ts'

/** Makes a scenario smaller for as long as it ends in a difference of the same kind. */
export async function shrink(
  pair: Pair,
  found: Finding,
  signature: string,
  limitMs: number
): Promise<Finding> {
  const end = performance.now() + limitMs
  const isOver = () => performance.now() > end
  let smallest = found

  async function keeps(candidate: readonly Step[]): Promise<boolean> {
    const { unexplained } = await play(pair, candidate, true)
    const same = unexplained.find((found) => signatureOf(found.difference) === signature)
    if (!same) return false
    smallest = same
    return true
  }

  // Most differences need the table alone.
  await keeps(found.steps.toSpliced(1, found.steps.length - 2))
  let size = Math.ceil(smallest.steps.length / 2)
  for (; size >= 1 && !isOver(); size = Math.floor(size / 2)) {
    for (let at = smallest.steps.length - 1 - size; at >= 0 && !isOver(); at -= size) {
      await keeps(smallest.steps.toSpliced(at, size))
    }
  }
  for (let again = true; again && !isOver(); ) {
    again = false
    for (let step = smallest.steps.length - 1; step >= 0; step--) {
      // The outer places come first: what is left out whole needs no simplifying.
      for (let at = 0; at < placesOf(smallest.steps[step]?.input).length && !isOver(); at++) {
        for (const change of CHANGES) {
          const candidate = copyOf(smallest.steps)
          const place = placesOf(candidate[step]?.input)[at]
          if (place && change(place) && (await keeps(candidate))) {
            again = true
            break
          }
        }
      }
    }
  }
  return smallest
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
