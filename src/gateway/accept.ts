/**
 * The media types of lines of JSON are specified by https://github.com/ndjson/ndjson-spec and
 * https://jsonlines.org
 */
const TYPES = ['application/x-ndjson', 'application/jsonl']

/**
 * Finds the first media type of lines of JSON that the header `Accept` names, in upper or lower
 * case and without `q=0`; undefined if it names none.
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function findLinesType(accept: string | undefined): string | undefined {
  if (accept === undefined) return undefined
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
    const isRefused = parameters.some((parameter) => /^q\s*=\s*0(?:\.0{0,3})?$/.test(parameter))
    if (TYPES.includes(type) && !isRefused) return type
  }
  return undefined
}
