import { parse } from './parse.ts'

/** A value as the JSON that spells it, numbers exact: what is only passed on need not be parsed. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The value itself, where it comes as JsonText. */
export function toValue(value: unknown): unknown {
  return value instanceof JsonText ? parse(value.text) : value
}
