import { ExpressionError } from './expression-error.ts'
import { type Token, tokenise } from './lexer.ts'

/**
 * An expression's tokens, read from left to right, and AWS's words for the one that does not fit.
 */
export class TokenStream {
  readonly #text: string
  readonly #tokens: Token[]
  #index = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenise(text)
  }

  /** The token that comes next, which is the one of the kind `end` from there on. */
  get current(): Token {
    return this.#tokens[this.#index] as Token
  }

  /** The token behind the current one. */
  get following(): Token {
    return this.#tokens[this.#index + 1] ?? this.current
  }

  take(): Token {
    const token = this.current
    if (token.kind !== 'end') this.#index++
    return token
  }

  /** Says whether the current token is this symbol. */
  isSymbol(symbol: string): boolean {
    return this.current.kind === 'symbol' && this.current.text === symbol
  }

  /** Says whether the current token is this keyword, in any case. */
  isKeyword(keyword: string): boolean {
    return this.current.kind === 'keyword' && this.current.text.toUpperCase() === keyword
  }

  /** Takes the symbol if it is the current token. */
  takeSymbol(symbol: string): boolean {
    const isIt = this.isSymbol(symbol)
    if (isIt) this.take()
    return isIt
  }

  /** Takes the keyword if it is the current token. */
  takeKeyword(keyword: string): boolean {
    const isIt = this.isKeyword(keyword)
    if (isIt) this.take()
    return isIt
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected()
  }

  expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) throw this.unexpected()
  }

  expectEnd(): void {
    if (this.current.kind !== 'end') throw this.unexpected()
  }

  /** The syntax error at the current token; `near` is it with its neighbours. */
  unexpected(): ExpressionError {
    const previous = this.#tokens[this.#index - 1]
    const near = this.#text.slice(previous?.start ?? 0, this.following.end)
    return new ExpressionError(`Syntax error; token: "${this.current.text}", near: "${near}"`)
  }
}
