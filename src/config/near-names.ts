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
const KNOWN: readonly Spelling[] = [...(Object.keys(variables) as Name[]), ...SDK_NAMES].map(spell)
/**
 * What a file of settings may have for others: compose.yaml, Docker, Node and all that the SDK
 * reads.
 */
const OTHERS = /^(?:DYNAMODB_PORT|ADMIN_PORT|(?:AWS|COMPOSE|DOCKER|NODE)_\w*)$/
// Less of a name says too little: PATH, HOME, FILE.
const LEAST_WORD = 5
const LEAST_FOR_TWO_EDITS = 8

/** A name as it is compared: a function compares those of its environment at every cold start. */
interface Spelling {
  name: string
  /** In capitals, without underscores. */
  letters: string
  /** In capitals and the singular. */
  words: readonly string[]
}

/** Whether a name is read by the service, its SDK, or those beside it. */
export function isRead(name: string): boolean {
  return isKnown(name) || OTHERS.test(name)
}

/**
 * Finds the variables that a name was probably meant for: those from which it differs by a letter
 * or two, by case and underscores, or by words that are left out. Empty for a name that is one
 * itself.
 */
export function findMeant(name: string): string[] {
  if (isKnown(name)) return []
  const given = spell(name)
  const similar = KNOWN.filter((known) => isSimilar(given, known))
  return namesOf(similar.length > 0 ? similar : KNOWN.filter((known) => isPart(given, known)))
}

/**
 * Finds the variables of ours whose first word a name has, as `ALLOWED_KEYS` has that of
 * `ALLOWED_TABLES`.
 */
export function findKin(name: string): string[] {
  if (isRead(name)) return []
  const [first] = spell(name).words
  return namesOf(KNOWN.filter(({ words }) => words.length > 1 && words[0] === first))
}

function isKnown(name: string): boolean {
  return KNOWN.some((known) => known.name === name)
}

function namesOf(spellings: readonly Spelling[]): string[] {
  return spellings.map(({ name }) => name)
}

function spell(name: string): Spelling {
  const words = name.toUpperCase().split('_')
  return {
    name,
    letters: words.join(''),
    words: words.map((word) => (word.endsWith('S') ? word.slice(0, -1) : word))
  }
}

function isSimilar(given: Spelling, known: Spelling): boolean {
  if (isWithin(1, given.letters, known.letters)) return true
  return (
    given.name.length >= LEAST_FOR_TWO_EDITS && isWithin(2, given.name.toUpperCase(), known.name)
  )
}

function isPart({ words }: Spelling, known: Spelling): boolean {
  const isTelling = words.length > 1 || (words[0]?.length ?? 0) >= LEAST_WORD
  return isTelling && words.every((word) => known.words.includes(word))
}

/**
 * Whether so many letters at most are to be inserted, deleted, replaced or swapped. Stops at the
 * first that is too many, which for most names is one of the first.
 * https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
 */
function isWithin(most: number, a: string, b: string): boolean {
  if (a === b) return true
  if (most === 0 || Math.abs(a.length - b.length) > most) return false
  let at = 0
  while (a[at] === b[at]) at++
  const rest = (text: string, skipped: number) => text.slice(at + skipped)
  return (
    isWithin(most - 1, rest(a, 1), rest(b, 0)) ||
    isWithin(most - 1, rest(a, 0), rest(b, 1)) ||
    isWithin(most - 1, rest(a, 1), rest(b, 1)) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && isWithin(most - 1, rest(a, 2), rest(b, 2)))
  )
}
