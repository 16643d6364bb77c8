// Writes every document that is generated from the operation table or the variables: npm run
// documents
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toManual } from '../dist/src/cli/table/man.js'
import { variableWords } from '../dist/src/config/variable-words.js'
import { toConfigurationDocuments } from '../dist/src/documents/configuration.js'
import { toDocuments, toFileText } from '../dist/src/documents/documents.js'
import { operations } from '../dist/src/operations/table.js'
import { VERSION } from '../dist/src/package/version.js'

const documents = [
  ...toDocuments(operations),
  ...toConfigurationDocuments(variableWords),
  { path: 'man/dynamodbmanager.1', text: toManual(VERSION) }
]
for (const document of documents) {
  const file = fileURLToPath(new URL(`../${document.path}`, import.meta.url))
  const text = toFileText(document, () => readFileSync(file, 'utf8'))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  console.log(document.path)
}
