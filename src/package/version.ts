import { readFileSync } from 'node:fs'

/** The version of the package, as package.json has it: the same place from the sources and from dist/. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
).version
