import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { FileFault, naming } from './file-error.ts'
import { isGzipped, isStandard } from './names.ts'
import { findExport } from './s3-export.ts'

/** A file to read, unpacked by its name. */
export interface Input {
  /** As messages name it. */
  name: string
  /** As many items as it must have, if a manifest says so. */
  itemCount?: number | undefined
  open(signal: AbortSignal): AsyncIterable<Buffer>
}

const CHUNK = 262_144

/**
 * Finds what is to be read: standard input, a file, or the files of a folder that DynamoDB has
 * exported to.
 */
export async function findInputs(file: string, stdin: NodeJS.ReadableStream): Promise<Input[]> {
  if (isStandard(file)) {
    return [{ name: 'standard input', open: () => stdin as AsyncIterable<Buffer> }]
  }
  const { isDirectory } = await naming(
    file,
    stat(file).then((found) => ({ isDirectory: found.isDirectory() }))
  )
  if (!isDirectory) return [toInput(file)]
  return (await findExport(file)).map(({ path, itemCount }) => ({ ...toInput(path), itemCount }))
}

function toInput(file: string): Input {
  return { name: file, open: (signal) => openFile(file, signal) }
}

async function* openFile(file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: CHUNK, signal })
  // Errors of the file are told to whoever reads what is unpacked.
  const bytes = isGzipped(file) ? pipeline(raw, createGunzip({ chunkSize: CHUNK }), () => {}) : raw
  try {
    for await (const chunk of bytes) yield chunk as Buffer
  } catch (error) {
    signal.throwIfAborted()
    throw toFault(error, file)
  }
}

function toFault(error: unknown, file: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR')
    return new FileFault(`${file}: expected gzip to its end, but it is cut`)
  return code.startsWith('Z_')
    ? new FileFault(`${file}: expected gzip, got other bytes: ${message}`)
    : error
}
