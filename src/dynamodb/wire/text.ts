import { toNumber } from '../../json/exact-number.ts'
import { JsonText } from '../../json/json-text.ts'
import { LinesText } from '../../json/lines-text.ts'
import type { Format } from '../../operations/format.ts'
import type { Plan } from './plan.ts'

// Makes an output plain as text, in one pass over its bytes. A page of 1 MB would become a hundred
// thousand objects, which would only be written out again.

const NEWLINE = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_MAP = 0x7b
const CLOSE_MAP = 0x7d
const ITEM = Buffer.from('{"Item":')
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const SPACE = 0x20
/** The characters that may follow a backslash. */
const ESCAPED = Buffer.from('"\\/bfnrtu')

/** A double keeps all digits of a number with this many. */
const SAFE_DIGITS = 15

const [S, N, B, M, L, SS, NS, BS, BOOL, NULL] = [
  'S',
  'N',
  'B',
  'M',
  'L',
  'SS',
  'NS',
  'BS',
  'BOOL',
  'NULL'
].map(codeOf)

/** Encodes a type's name as one number, which is compared without making a string. */
function codeOf(type: string): number {
  return [...type].reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0)
}

type Members = Extract<Plan, { members: unknown }>

/**
 * Reads an output from the text of DynamoDB's answer: members that have attribute values become
 * JsonText in the given format. Returns undefined if the text has spaces, or anything else that
 * DynamoDB does not write; JSON.parse has to read it then.
 */
export function readText(
  plan: Members,
  body: Buffer,
  { format, lines = false }: { format: Format; lines?: boolean }
): Record<string, unknown> | undefined {
  try {
    return new Reader(body, format, lines).readOutput(plan)
  } catch (error) {
    if (error instanceof UnknownForm || error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Makes lines of plain JSON, an item each, of lines `{"Item":…}` of DynamoDB's; undefined if they
 * are not written as DynamoDB writes them.
 */
export function readPlainLines(lines: Buffer): Buffer | undefined {
  try {
    return new Reader(lines, 'json', false).readPlainLines()
  } catch (error) {
    if (error instanceof UnknownForm) return undefined
    throw error
  }
}

class UnknownForm extends Error {}

/** Reads values from one buffer, from left to right, and appends them in plain form to another. */
class Reader {
  readonly #from: Buffer
  readonly #isPlain: boolean
  readonly #hasLines: boolean
  // No value is longer in plain form; a number that would be is treated as an unknown form.
  readonly #to: Buffer
  #at = 0
  #end = 0

  constructor(body: Buffer, format: Format, hasLines: boolean) {
    this.#from = body
    this.#isPlain = format === 'json'
    this.#hasLines = hasLines
    // A line adds fewer bytes around an item than the item has itself.
    this.#to = Buffer.allocUnsafe(hasLines ? 2 * body.length : body.length)
  }

  readOutput({ members }: Members): Record<string, unknown> {
    const output: Record<string, unknown> = {}
    this.#takeMap((start) => {
      const name = JSON.parse(this.#textFrom(start))
      const plan = members.get(name)
      this.#take(COLON)
      this.#end = 0
      if (this.#hasLines && name === 'Items') {
        output[name] = this.#takeLines(plan)
        return
      }
      this.#takePlanned(this.#isPlain ? plan : undefined)
      const text = this.#textFrom(0)
      output[name] = plan ? new JsonText(text) : JSON.parse(text)
    })
    if (this.#at !== this.#from.length) throw new UnknownForm()
    return output
  }

  readPlainLines(): Buffer {
    while (this.#at < this.#from.length) {
      for (const byte of ITEM) this.#skip(byte)
      this.#takeMap(this.#takeAttribute)
      this.#skip(CLOSE_MAP)
      this.#take(NEWLINE)
    }
    return this.#to.subarray(0, this.#end)
  }

  /** Copies a list of items as one line each. */
  #takeLines(plan: Plan): LinesText {
    const each = typeof plan === 'object' && 'each' in plan && this.#isPlain ? plan.each : undefined
    const takeLine = () => {
      this.#put('{"Item":')
      this.#takePlanned(each)
      this.#put('}\n')
    }
    this.#skip(OPEN_LIST)
    if (this.#from[this.#at] !== CLOSE_LIST) {
      takeLine()
      while (this.#from[this.#at] === COMMA) {
        this.#skip(COMMA)
        takeLine()
      }
    }
    this.#skip(CLOSE_LIST)
    return new LinesText(this.#textFrom(0))
  }

  #textFrom(start: number): string {
    return this.#to.toString('utf8', start, this.#end)
  }

  #takePlanned(plan: Plan): void {
    if (plan === 'value') this.#takeAttributeValue()
    else if (plan === undefined) this.#takeAny()
    else if ('members' in plan) {
      this.#takeMap((start) => {
        const name = JSON.parse(this.#textFrom(start))
        this.#take(COLON)
        this.#takePlanned(plan.members.get(name))
      })
    } else if (this.#from[this.#at] === OPEN_LIST) {
      this.#takeList(() => this.#takePlanned(plan.each))
    } else {
      this.#takeMap(() => {
        this.#take(COLON)
        this.#takePlanned(plan.each)
      })
    }
  }

  /**
   * Converts an attribute value such as `{"S":"some text"}`.
   * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
   */
  #takeAttributeValue(): void {
    this.#skip(OPEN_MAP)
    const type = this.#skipType()
    this.#skip(COLON)
    if (type === S || type === B) this.#takeString()
    else if (type === N) this.#takeNumber()
    else if (type === M) this.#takeMap(this.#takeAttribute)
    else if (type === L) this.#takeList(this.#takeElement)
    else if (type === BOOL) this.#takeBoolean()
    else if (type === NULL) this.#takeNull()
    else if (type === SS || type === BS) this.#takeList(() => this.#takeString())
    else if (type === NS) this.#takeList(() => this.#takeNumber())
    else throw new UnknownForm()
    this.#skip(CLOSE_MAP)
  }

  // A field, so that all maps and lists share one function.
  readonly #takeAttribute = (): void => {
    this.#take(COLON)
    this.#takeAttributeValue()
  }
  readonly #takeElement = (): void => this.#takeAttributeValue()

  /** Skips a type's name such as `"BOOL"`, and returns its code as codeOf() does. */
  #skipType(): number {
    this.#skip(QUOTE)
    let type = 0
    for (;;) {
      const byte = this.#from[this.#at++]
      if (byte === QUOTE) return type
      if (byte === undefined || type > 0xffffff) throw new UnknownForm()
      type = type * 256 + byte
    }
  }

  #takeNull(): void {
    for (const letter of TRUE) this.#skip(letter)
    this.#put('null')
  }

  #takeBoolean(): void {
    const text = this.#from[this.#at] === TRUE[0] ? TRUE : FALSE
    for (const letter of text) this.#take(letter)
  }

  /** Converts a number that is written as a string, such as `"12.5"`. */
  #takeNumber(): void {
    this.#skip(QUOTE)
    const start = this.#at
    const end = this.#from.indexOf(QUOTE, start)
    if (end === -1) throw new UnknownForm()
    this.#at = end + 1
    if (this.#isAsWritten(start, end)) {
      for (let i = start; i < end; i++) this.#to[this.#end++] = this.#from[i] as number
    } else {
      const number = toNumber(this.#from.toString('latin1', start, end))
      const text = typeof number === 'number' ? String(number) : number.value
      const isLonger = text.length > this.#at - start
      if (isLonger || !Number.isFinite(Number(text))) throw new UnknownForm()
      this.#put(text)
    }
  }

  /**
   * Says whether JSON.stringify would write the number with the same characters, as -12, 7 or
   * 10.25.
   */
  #isAsWritten(start: number, end: number): boolean {
    const from = this.#from
    const first = from[start] === MINUS ? start + 1 : start
    if (end - first > SAFE_DIGITS || !isDigit(from[first])) return false
    if (from[first] === ZERO) return end - start === 1
    let point = end
    for (let at = first; at < end; at++) {
      if (from[at] === POINT && point === end) point = at
      else if (!isDigit(from[at])) return false
    }
    const last = from[end - 1]
    return point === end || (last !== POINT && last !== ZERO)
  }

  /** Copies a list, `[…,…]`. */
  #takeList(takeElement: () => void): void {
    this.#take(OPEN_LIST)
    if (this.#from[this.#at] !== CLOSE_LIST) {
      takeElement()
      while (this.#from[this.#at] === COMMA) {
        this.#take(COMMA)
        takeElement()
      }
    }
    this.#take(CLOSE_LIST)
  }

  /**
   * Copies a map, `{"a":…,"b":…}`: copies each member's name, and calls takeRest with its start.
   */
  #takeMap(takeRest: (start: number) => void): void {
    this.#take(OPEN_MAP)
    if (this.#from[this.#at] !== CLOSE_MAP) {
      this.#takeMember(takeRest)
      while (this.#from[this.#at] === COMMA) {
        this.#take(COMMA)
        this.#takeMember(takeRest)
      }
    }
    this.#take(CLOSE_MAP)
  }

  #takeMember(takeRest: (start: number) => void): void {
    const start = this.#end
    this.#takeString()
    takeRest(start)
  }

  #takeString(): void {
    const from = this.#from
    const to = this.#to
    let at = this.#at
    let end = this.#end
    if (from[at] !== QUOTE) throw new UnknownForm()
    to[end++] = QUOTE
    for (let byte = from[++at]; byte !== QUOTE; byte = from[++at]) {
      if (byte === undefined || byte < SPACE) throw new UnknownForm()
      to[end++] = byte
      if (byte !== BACKSLASH) continue
      const escaped = from[++at]
      if (escaped === undefined || !ESCAPED.includes(escaped)) throw new UnknownForm()
      to[end++] = escaped
    }
    to[end++] = QUOTE
    this.#at = at + 1
    this.#end = end
  }

  /** Copies a value that has no attribute values in it, up to what ends it. */
  #takeAny(): void {
    for (let depth = 0; ; ) {
      const byte = this.#from[this.#at]
      if (byte === undefined) throw new UnknownForm()
      if (depth === 0 && (byte === COMMA || byte === CLOSE_MAP || byte === CLOSE_LIST)) return
      if (byte === OPEN_MAP || byte === OPEN_LIST) depth++
      if (byte === CLOSE_MAP || byte === CLOSE_LIST) depth--
      if (byte === QUOTE) this.#takeString()
      else this.#take(byte)
    }
  }

  #take(byte: number): void {
    this.#skip(byte)
    this.#to[this.#end++] = byte
  }

  #skip(byte: number): void {
    if (this.#from[this.#at] !== byte) throw new UnknownForm()
    this.#at++
  }

  #put(ascii: string): void {
    this.#end += this.#to.write(ascii, this.#end, 'latin1')
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}
