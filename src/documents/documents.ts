import type { OperationTable } from '../operations/operation.ts'
import { toIntegrationResponses } from './integration-responses.ts'
import { toOpenApi } from './openapi.ts'
import { toOperationRows } from './operation-rows.ts'
import { toPolicy } from './policy.ts'
import { toCollection } from './postman/collection.ts'
import { toEnvironments } from './postman/environments.ts'

/** A committed file, or a section of one, that is generated. */
export interface Document {
  /** The file's path from the root of the repository. */
  path: string
  text: string
  /**
   * The name of the section between `<!-- section -->` and `<!-- /section -->`; the rest of the
   * file is written by hand. undefined: the whole file is generated.
   */
  section?: string
}

/** Makes every document of the operation table; `npm run documents` writes them. */
export function toDocuments(operations: OperationTable): Document[] {
  return [
    { path: 'deploy/policy.json', text: toJson(toPolicy(operations)) },
    { path: 'deploy/responses.json', text: toJson(toIntegrationResponses()) },
    { path: 'openapi.json', text: toJson(toOpenApi(operations)) },
    {
      path: 'postman/DynamoDBManager.postman_collection.json',
      text: toJson(toCollection(operations))
    },
    ...Object.entries(toEnvironments()).map(([name, environment]) => ({
      path: `postman/${name}.postman_environment.json`,
      text: toJson(environment)
    })),
    { path: 'README.md', section: 'operations', text: toOperationRows(operations) }
  ]
}

/**
 * Returns the new content of a document's file, given the current one. Throws an Error if the marks
 * of the section are missing.
 */
export function toFileText({ path, section, text }: Document, current: () => string): string {
  if (section === undefined) return text
  const [begin, end] = [`<!-- ${section} -->\n`, `<!-- /${section} -->`]
  const [before, rest = ''] = split(current(), begin, path)
  const [, after] = split(rest, end, path)
  return before + begin + text + end + after
}

function split(text: string, mark: string, path: string): string[] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`${path}: there is no ${mark.trim()}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
