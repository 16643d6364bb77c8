import { readFileSync } from 'node:fs'

/**
 * The version in package.json. The relative path is the same from src/package/ and from
 * dist/src/package/.
 */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
).version
