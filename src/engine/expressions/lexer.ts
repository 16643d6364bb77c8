export type TokenKind =
  | 'name'
  | 'keyword'
  | 'placeholder'
  | 'value'
  | 'digits'
  | 'symbol'
  | 'unknown'
  | 'end'

export interface Token {
  kind: TokenKind
  text: string
  start: number
  end: number
}

// One alternative for each kind, tried at one position only: no character is looked at twice.
const TOKEN = /([A-Za-z]\w*)|(#\w+)|(:\w+)|(0|[1-9]\d*)|(<>|<=|>=|[=<>()[\],.+-])|([^ \t\r\n])/y
const KEYWORDS = new Set('AND OR NOT BETWEEN IN SET REMOVE ADD DELETE'.split(' '))
const SPACE = /[ \t\r\n]*/y
const KINDS: TokenKind[] = ['name', 'placeholder', 'value', 'digits', 'symbol', 'unknown']

/**
 * Cuts an expression into tokens; the last is of the kind `end`. What no token begins with is a
 * token `unknown` of one character, which no grammar takes.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text) as RegExpExecArray
    const [token] = match
    at += token.length
    tokens.push({ kind: kindOf(match), text: token, start: match.index, end: at })
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length })
  return tokens
}

function kindOf(match: RegExpExecArray): TokenKind {
  const kind = KINDS[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]
  return kind === 'name' && KEYWORDS.has(match[0].toUpperCase()) ? 'keyword' : (kind ?? 'unknown')
}

function skipSpace(text: string, from: number): number {
  SPACE.lastIndex = from
  SPACE.exec(text)
  return SPACE.lastIndex
}
