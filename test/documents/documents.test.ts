import { readFileSync } from 'node:fs'
import t from 'tap'
import { toDocuments, toFileText } from '../../src/documents/documents.ts'
import { operations } from '../../src/operations/table.ts'

t.test('every committed document is what the operation table says (npm run documents)', (t) => {
  for (const document of toDocuments(operations)) {
    const current = readFileSync(document.path, 'utf8')
    t.equal(
      toFileText(document, () => current),
      current,
      document.path
    )
  }
  t.end()
})
