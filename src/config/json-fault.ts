/**
 * The first fault of a text that should be JSON: the index of the first wrong character, and what
 * was expected there.
 */
export interface JsonFault {
  index: number
  expected: string
}

const SPACE = /[ \t\n\r]*/y
// Matches the characters of a string, up to its closing quote or to the first wrong one.
const CHARACTERS = /(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/uy
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/**
 * Finds the first fault of a text that should be JSON (RFC 8259). A member that an object has twice
 * is a fault too, because the first would be lost. JSON.parse cannot be used: its messages quote
 * the text, and do not always have the position.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const scanner = new Scanner(text)
  try {
    scanner.skipValue()
    if (scanner.index < text.length) scanner.fail('nothing after the value')
    return undefined
  } catch (error) {
    if (error instanceof FoundFault) return error
    throw error
  }
}

class FoundFault extends Error implements JsonFault {
  readonly index: number
  readonly expected: string

  constructor(index: number, expected: string) {
    super(expected)
    this.index = index
    this.expected = expected
  }
}

class Scanner {
  index = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  fail(expected: string): never {
    throw new FoundFault(this.index, expected)
  }

  /** Skips a value and the space around it. */
  skipValue(): void {
    this.#skip(SPACE)
    if (this.#take('{')) this.#skipMembers()
    else if (this.#take('[')) this.#skipElements()
    else if (this.#take('"')) this.#skipString()
    else if (!this.#skip(SCALAR)) this.fail('a value')
    this.#skip(SPACE)
  }

  #skipElements(): void {
    this.#skip(SPACE)
    if (this.#take(']')) return
    do this.skipValue()
    while (this.#take(','))
    if (!this.#take(']')) this.fail('a comma or ]')
  }

  #skipMembers(): void {
    const names = new Set<string>()
    this.#skip(SPACE)
    if (this.#take('}')) return
    do {
      this.#skip(SPACE)
      this.#skipName(names)
      if (!this.#take(':')) this.fail('a colon')
      this.skipValue()
    } while (this.#take(','))
    if (!this.#take('}')) this.fail('a comma or }')
  }

  #skipName(names: Set<string>): void {
    const start = this.index
    if (!this.#take('"')) this.fail('a member’s name in double quotes')
    this.#skipString()
    const name = JSON.parse(this.#text.slice(start, this.index)) as string
    if (names.has(name)) throw new FoundFault(start, 'a member that the object does not have yet')
    names.add(name)
    this.#skip(SPACE)
  }

  #skipString(): void {
    this.#skip(CHARACTERS)
    if (!this.#take('"')) this.fail('a character of a string, or the double quote that ends it')
  }

  #take(character: string): boolean {
    if (this.#text[this.index] !== character) return false
    this.index++
    return true
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.index
    const isThere = pattern.test(this.#text)
    if (isThere) this.index = pattern.lastIndex
    return isThere
  }
}
