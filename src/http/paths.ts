import { isManagerPath, MANAGER_PATH } from '../gateway/path.ts'

const UNKNOWN_PATH = '/unknown'

/**
 * Maps every spelling of the manager's path to one route, before the router decodes anything: an escaped
 * spelling, or what the router would cut off, is an unknown path. The query goes unread.
 */
export function rewritePath(url: string, stage: string): string {
  if (url === MANAGER_PATH) return url
  const path = url.split('?', 1)[0] ?? ''
  if (isManagerPath(path, stage)) return MANAGER_PATH
  return /[%#;]/.test(path) ? UNKNOWN_PATH : path
}
