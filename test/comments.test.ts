import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const FOLDERS = ['src', 'test', 'bench', 'scripts']
const SOURCE = /\.(?:ts|js|sh|py)$/
const MAX_COLUMNS = 100

/** A line that begins as a comment, or ends with one. */
const COMMENT = /^\s*(?:\/\/|\/?\*|#)|\s\/\/ /

t.test('no comment passes 100 columns, unless a URL does', (t) => {
  const tooLong = FOLDERS.flatMap((folder) => sourcesIn(folder)).flatMap(longComments)
  t.same(tooLong, [])
  t.end()
})

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(path)
    return SOURCE.test(path) ? [path] : []
  })
}

/** Returns the places of a file's long comment lines, as `src/a.ts:12`. */
function longComments(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const isTooLong = line.length > MAX_COLUMNS && COMMENT.test(line)
      return isTooLong && !line.includes('://') ? [`${path}:${index + 1}`] : []
    })
}
