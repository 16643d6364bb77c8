/**
 * Writes an answer's members that are there as JSON. Values of `texts` are JSON already: stored
 * items are passed on as they are.
 */
export function toAnswer(texts: Record<string, string | undefined>, others: object = {}): string {
  let answer = '{'
  for (const name in texts) {
    const text = texts[name]
    if (text !== undefined) answer += `${answer === '{' ? '' : ','}"${name}":${text}`
  }
  const rest = JSON.stringify(others)
  if (rest === '{}') return `${answer}}`
  return answer === '{' ? rest : `${answer},${rest.slice(1)}`
}

/** Members by names of tables, any of which may be `__proto__`. */
export function byName<Value>(): Record<string, Value> {
  return Object.create(null)
}
