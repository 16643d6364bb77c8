// Writes every document that is made of the operation table: npm run documents
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toDocuments } from '../dist/src/documents/documents.js'
import { operations } from '../dist/src/operations/table.js'

for (const { path, text } of toDocuments(operations)) {
  const file = new URL(`../${path}`, import.meta.url)
  await mkdir(dirname(file.pathname), { recursive: true })
  await writeFile(file, text)
  console.log(path)
}
