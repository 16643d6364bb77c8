import { readFileSync } from 'node:fs'
import t from 'tap'
import { variableWords } from '../../src/config/variable-words.ts'
import { toConfigurationDocuments } from '../../src/documents/configuration.ts'
import { toDocuments, toFileText } from '../../src/documents/documents.ts'
import { operations } from '../../src/operations/table.ts'

t.test('every committed document is what operations and variables say (npm run documents)', (t) => {
  for (const document of [...toDocuments(operations), ...toConfigurationDocuments(variableWords)]) {
    const current = readFileSync(document.path, 'utf8')
    t.equal(
      toFileText(document, () => current),
      current,
      document.path
    )
  }
  t.end()
})
