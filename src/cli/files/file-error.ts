const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read or written',
  EPERM: 'it may not be read or written',
  EROFS: 'its file system may not be written',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it may not become larger'
}

/** What is wrong with a file, in words; undefined: the error is of another kind. */
export function describeFileError(error: unknown, file?: string): string | undefined {
  const { code = '', path = file } = error as NodeJS.ErrnoException
  const reason = REASONS[code]
  return reason && path !== undefined ? `${path}: ${reason} (${code})` : undefined
}

/** A fault in a file, told with its place. */
export class FileFault extends Error {
  override readonly name = 'FileFault'
}

/**
 * Adds a file's name to the error of a call that does not name it, such as a write to an open file.
 */
export async function naming<T>(file: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    const words = describeFileError(error, file)
    throw words === undefined ? error : new FileFault(words, { cause: error })
  }
}
