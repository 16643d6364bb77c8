import { parse } from './parse.ts'

/**
 * A value as its JSON text, with exact numbers, so that a value that is only passed on is not
 * parsed.
 */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Parses a JsonText; returns any other value as it is. */
export function toValue(value: unknown): unknown {
  return value instanceof JsonText ? parse(value.text) : value
}
