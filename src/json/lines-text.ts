/** The text of complete lines of JSON, each `{"Item":…}`, ready to be written. */
export class LinesText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
