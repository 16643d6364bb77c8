/** The media types of lines of JSON: https://github.com/ndjson/ndjson-spec, https://jsonlines.org */
const TYPES = ['application/x-ndjson', 'application/jsonl']

/**
 * Finds the first media type of lines of JSON that the header `Accept` names, in any case, and not with `q=0`;
 * undefined: the client asked for none. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
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
