import { readFileSync } from 'node:fs'
import t from 'tap'
import { toDocuments } from '../../src/documents/documents.ts'
import { operations } from '../../src/operations/table.ts'

t.test('every committed document is what the operation table says (npm run documents)', (t) => {
  for (const { path, text } of toDocuments(operations))
    t.equal(readFileSync(path, 'utf8'), text, path)
  t.end()
})
