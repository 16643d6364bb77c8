import { once } from 'node:events'
import { type FileHandle, open } from 'node:fs/promises'
import { createGzip, type Gzip } from 'node:zlib'
import { FileFault, naming } from './file-error.ts'

/** Where text goes: a file, packed or not, or standard output. */
export interface Output {
  write(text: Buffer | string): Promise<void>
  /**
   * Resolves when all that was written is safe, with the file's size: what comes behind it can be
   * cut off.
   */
  settle(): Promise<number>
  /** Settles and closes. */
  end(): Promise<void>
  /** Closes as it is. */
  close(): Promise<void>
}

export interface OutputOptions {
  isGzipped: boolean
  /** What is behind so many bytes is cut off; undefined: the file is new, or begins anew. */
  keep?: number | undefined
}

const GZIP = { level: 6, chunkSize: 65_536 }

/**
 * Opens a file to write. Rejects where it may not be written, or is shorter than what is to be
 * kept.
 */
export async function openOutput(file: string, options: OutputOptions): Promise<Output> {
  const { isGzipped, keep } = options
  const handle = await open(file, keep === undefined ? 'w' : 'r+')
  const { size } = await handle.stat()
  if (keep !== undefined && size < keep) {
    await handle.close()
    throw new FileFault(`${file}: expected ${keep} bytes of an earlier run, got ${size}`)
  }
  await handle.truncate(keep ?? 0)
  const raw = new RawFile(file, handle, keep ?? 0)
  return isGzipped ? new GzippedFile(raw) : raw
}

class RawFile implements Output {
  readonly #file: string
  readonly #handle: FileHandle
  #size: number

  constructor(file: string, handle: FileHandle, size: number) {
    this.#file = file
    this.#handle = handle
    this.#size = size
  }

  async write(text: Buffer | string): Promise<void> {
    let bytes = typeof text === 'string' ? Buffer.from(text) : text
    while (bytes.length > 0) {
      const writing = this.#handle.write(bytes, 0, bytes.length, this.#size)
      const { bytesWritten } = await naming(this.#file, writing)
      this.#size += bytesWritten
      bytes = bytes.subarray(bytesWritten)
    }
  }

  async settle(): Promise<number> {
    await naming(this.#file, this.#handle.datasync())
    return this.#size
  }

  async end(): Promise<void> {
    await this.settle()
    await this.close()
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** Each time it settles a member of gzip ends: a file may have several (RFC 1952, 2.2). */
class GzippedFile implements Output {
  readonly #raw: RawFile
  #gzip: Gzip | undefined
  #packed: Buffer[] = []

  constructor(raw: RawFile) {
    this.#raw = raw
  }

  async write(text: Buffer | string): Promise<void> {
    const gzip = this.#begin()
    await new Promise<void>((resolve, reject) => {
      gzip.write(text, (error) => (error ? reject(error) : resolve()))
    })
    await this.#flush()
  }

  async settle(): Promise<number> {
    await this.#endMember()
    return this.#raw.settle()
  }

  async end(): Promise<void> {
    // No member at all is no gzip.
    this.#begin()
    await this.#endMember()
    await this.#raw.end()
  }

  close(): Promise<void> {
    this.#gzip?.destroy()
    return this.#raw.close()
  }

  #begin(): Gzip {
    this.#gzip ??= createGzip(GZIP).on('data', (chunk) => this.#packed.push(chunk))
    return this.#gzip
  }

  async #endMember(): Promise<void> {
    const gzip = this.#gzip
    if (!gzip) return
    this.#gzip = undefined
    gzip.end()
    await once(gzip, 'end')
    await this.#flush()
  }

  async #flush(): Promise<void> {
    const packed = this.#packed
    this.#packed = []
    if (packed.length > 0) await this.#raw.write(Buffer.concat(packed))
  }
}

/** Makes an output of a stream, such as standard output, which is never closed. */
export function toStream(stream: NodeJS.WritableStream): Output {
  const write = (text: Buffer | string) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text as string, (error?: Error | null) => (error ? reject(error) : resolve()))
    })
  return { write, settle: async () => 0, end: async () => {}, close: async () => {} }
}
