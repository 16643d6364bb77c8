import { type Name, variables } from './variables.ts'

// Those of the SDK that are misspelled here as easily as ours.
const SDK_NAMES = [
  'AWS_REGION',
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL'
]
const NAMES: readonly string[] = [...(Object.keys(variables) as Name[]), ...SDK_NAMES]
/** What a file of settings may have for others: compose.yaml, Docker, Node and all that the SDK reads. */
const OTHERS = /^(?:DYNAMODB_PORT|ADMIN_PORT|(?:AWS|COMPOSE|DOCKER|NODE)_\w*)$/
// Less of a name says too little: PATH, HOME, FILE.
const LEAST_WORD = 5
const LEAST_FOR_TWO_EDITS = 8

/** Whether a name is read by the service, its SDK, or those beside it. */
export function isRead(name: string): boolean {
  return NAMES.includes(name) || OTHERS.test(name)
}

/**
 * Finds the variables that a name was probably meant for: those from which it differs by a letter or two, by case
 * and underscores, or by words that are left out. Empty for a name that is one itself.
 */
export function findMeant(name: string): string[] {
  if (NAMES.includes(name)) return []
  const similar = NAMES.filter((known) => isSimilar(name.toUpperCase(), known))
  return similar.length > 0 ? similar : NAMES.filter((known) => isPart(name, known))
}

/** Finds the variables of ours whose first word a name has, as `ALLOWED_KEYS` has that of `ALLOWED_TABLES`. */
export function findKin(name: string): string[] {
  return isRead(name) ? [] : NAMES.filter((known) => sharesFirstWord(name, known))
}

function isSimilar(name: string, known: string): boolean {
  if (isWithin(1, name.replaceAll('_', ''), known.replaceAll('_', ''))) return true
  return name.length >= LEAST_FOR_TWO_EDITS && isWithin(2, name, known)
}

function isWithin(most: number, a: string, b: string): boolean {
  return Math.abs(a.length - b.length) <= most && countEdits(a, b) <= most
}

/** Counts the letters to insert, delete, replace or swap: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance */
function countEdits(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      )
    }
    beforeLast = last
    last = next
  }
  return last[b.length] ?? 0
}

function isPart(name: string, known: string): boolean {
  const words = wordsOf(name)
  const isTelling = words.length > 1 || (words[0]?.length ?? 0) >= LEAST_WORD
  return isTelling && words.every((word) => wordsOf(known).includes(word))
}

function sharesFirstWord(name: string, known: string): boolean {
  const words = wordsOf(known)
  return words.length > 1 && words[0] === wordsOf(name)[0]
}

/** In capitals and the singular. */
function wordsOf(name: string): string[] {
  return name
    .toUpperCase()
    .split('_')
    .map((word) => word.replace(/S$/, ''))
}
