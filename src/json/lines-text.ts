/** Lines of JSON, `{"Item":…}` each, as they are to be written. */
export class LinesText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
