/**
 * Stands for a text that is written into JSON as it is: a number of many digits, or a variable of
 * Postman's that holds a number.
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

/** Writes a value as JSON in which a Verbatim has no quotes. */
export function write(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/"\\u0000(.*?)\\u0000"/g, '$1')
}
