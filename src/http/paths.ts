import { isManagerPath, MANAGER_PATH } from '../gateway/path.ts'

const UNKNOWN_PATH = '/unknown'
// A request target may be a whole URL: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
const ORIGIN = /^https?:\/\/[^/?#]*/i

/**
 * Maps every accepted spelling of the manager's path to one route, and drops the query. It runs
 * before the router decodes the path: a path with an escape, or with a part that the router would
 * cut off (`;`, `#`), becomes an unknown path.
 */
export function rewritePath(url: string, stage: string): string {
  if (url === MANAGER_PATH) return url
  const path = url.replace(ORIGIN, '').split('?', 1)[0] ?? ''
  if (isManagerPath(path, stage)) return MANAGER_PATH
  return /^\/[^%#;]*$/.test(path) ? path : UNKNOWN_PATH
}
