/**
 * A text that is written into JSON without quotes: a number with many digits, or a Postman variable
 * that holds a number.
 */
export class Verbatim {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return `\0${this.text}\0`
  }
}

/** Writes a value as JSON; a Verbatim in it gets no quotes. */
export function write(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/"\\u0000(.*?)\\u0000"/g, '$1')
}
