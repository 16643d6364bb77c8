import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FileFault } from './file-error.ts'

// What `aws dynamodb export-table-to-point-in-time` leaves:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html

const SUMMARY = 'manifest-summary.json'
const FILES = 'manifest-files.json'

export interface ExportedFile {
  path: string
  itemCount: number
}

interface Summary {
  outputFormat?: string
  exportType?: string
  itemCount?: number
}

/**
 * Finds the files of an export in its folder, or in one that has it alone. Rejects with a
 * FileFault.
 */
export async function findExport(folder: string): Promise<ExportedFile[]> {
  const root = await findRoot(folder)
  const summary = (await readJson(join(root, SUMMARY))) as Summary
  const { outputFormat = 'DYNAMODB_JSON', exportType = 'FULL_EXPORT' } = summary
  if (outputFormat !== 'DYNAMODB_JSON') {
    throw new FileFault(`${join(root, SUMMARY)}: expected DYNAMODB_JSON, got ${outputFormat}`)
  }
  if (exportType !== 'FULL_EXPORT') {
    throw new FileFault(`${join(root, SUMMARY)}: expected a full export, got ${exportType}`)
  }
  const text = await readFile(join(root, FILES), 'utf8')
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index) => toFile(line, index + 1, root))
}

/** The folder with the manifest: this one, or the only one below it, as AWSDynamoDB/0123-abc is. */
async function findRoot(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true })
  if (entries.some(({ name }) => name === SUMMARY)) return folder
  const folders = entries.filter((entry) => entry.isDirectory())
  const [only] = folders
  if (only && folders.length === 1) return findRoot(join(folder, only.name))
  throw new FileFault(`${folder}: expected the folder of an export, with its ${SUMMARY}`)
}

function toFile(line: string, number: number, root: string): ExportedFile {
  try {
    const { dataFileS3Key, itemCount } = JSON.parse(line)
    return { path: join(root, 'data', basename(dataFileS3Key)), itemCount: Number(itemCount) }
  } catch {
    throw new FileFault(`${join(root, FILES)}:${number}: expected a line of a manifest`)
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new FileFault(`${file}: no JSON: ${error.message}`)
    throw error
  }
}
