import { parse } from './parse.ts'

/** A value as the JSON that spells it, numbers exact: what is only passed on need not be parsed. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toValue(): unknown {
    return parse(this.text)
  }
}
