import { type Name, variables } from './variables.ts'

// Variables of the SDK that are as easily misspelled as ours.
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
 * Matches names in a file of settings that are for others: compose.yaml, Docker, Node and the SDK.
 */
const OTHERS = /^(?:DYNAMODB_PORT|ADMIN_PORT|(?:AWS|COMPOSE|DOCKER|NODE)_\w*)$/
// How many letters a word must have to say what a name means; PATH, HOME and FILE say too little.
const LEAST_WORD = 5
const LEAST_FOR_TWO_EDITS = 8

/**
 * A name in the forms in which it is compared. They are made once: a function compares all names of
 * its environment at every cold start.
 */
interface Spelling {
  name: string
  /** The name in capitals, without underscores. */
  letters: string
  /** The words of the name, in capitals and the singular. */
  words: readonly string[]
}

/** Says whether the service, its SDK, or a program beside it reads a variable with this name. */
export function isRead(name: string): boolean {
  return isKnown(name) || OTHERS.test(name)
}

/**
 * Finds the variables that a name was probably meant for: they differ by a letter or two, by case
 * and underscores, or by missing words. Returns none for the name of a variable.
 */
export function findMeant(name: string): string[] {
  if (isKnown(name)) return []
  const given = spell(name)
  const similar = KNOWN.filter((known) => isSimilar(given, known))
  return namesOf(similar.length > 0 ? similar : KNOWN.filter((known) => isPart(given, known)))
}

/**
 * Finds our variables that begin with the same word as a name: `ALLOWED_TABLES` for `ALLOWED_KEYS`.
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
 * Says whether `a` becomes `b` if at most `most` letters are inserted, deleted, replaced or
 * swapped. It stops as soon as there are more, which for most names is at one of the first letters.
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
