import type { OperationTable } from '../operations/table.ts'
import { toIntegrationResponses } from './integration-responses.ts'
import { toPolicy } from './policy.ts'

/** A committed file that is made of the operation table and the catalogue of errors. */
export interface Document {
  /** From the project's own directory. */
  path: string
  text: string
}

/** Makes every document; `npm run documents` writes them. */
export function toDocuments(operations: OperationTable): Document[] {
  return [
    { path: 'deploy/policy.json', text: toJson(toPolicy(operations)) },
    { path: 'deploy/responses.json', text: toJson(toIntegrationResponses()) }
  ]
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
