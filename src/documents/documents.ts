import type { OperationTable } from '../operations/table.ts'
import { toPolicy } from './policy.ts'

/** A committed file that is made of the operation table. */
export interface Document {
  /** From the project's own directory. */
  path: string
  text: string
}

/** Makes every document; `npm run documents` writes them. */
export function toDocuments(operations: OperationTable): Document[] {
  return [{ path: 'deploy/policy.json', text: toJson(toPolicy(operations)) }]
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
