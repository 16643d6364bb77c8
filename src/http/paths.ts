import { isManagerPath, MANAGER_PATH } from '../gateway/path.ts'

const UNKNOWN_PATH = '/unknown'
// A request may name its target in full: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
const ORIGIN = /^https?:\/\/[^/?#]*/i

/**
 * Maps every spelling of the manager's path to one route, before the router decodes anything: an escaped
 * spelling, or what the router would cut off, is an unknown path. The query goes unread.
 */
export function rewritePath(url: string, stage: string): string {
  if (url === MANAGER_PATH) return url
  const path = url.replace(ORIGIN, '').split('?', 1)[0] ?? ''
  if (isManagerPath(path, stage)) return MANAGER_PATH
  return /^\/[^%#;]*$/.test(path) ? path : UNKNOWN_PATH
}
