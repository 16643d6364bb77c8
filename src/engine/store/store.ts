/**
 * A key is a string of characters up to U+00FF, each a byte: their order is the order of the store.
 */
export type Key = string

/** One change of a batch; without a value the key goes. */
export interface Change {
  key: Key
  value: string | undefined
}

/** Which keys a cursor walks. */
export interface Range {
  /** The first key that counts. */
  from: Key
  /** The first key that does not. */
  to: Key
  isReverse?: boolean
  limit?: number
}

/** Walks the values of a range as they were when it was opened, in the order of the keys. */
export interface Cursor {
  /** The next values, about `CHUNK_LENGTH` characters of them or more; none at the end. */
  next(): Promise<string[]>
  close(): void
}

/** A state of the store that does not change. */
export interface View {
  get(key: Key): string | undefined
  open(range: Range): Cursor
}

export interface Snapshot extends View {
  close(): void
}

/**
 * An ordered map of strings, which the engine keeps everything in. Reads see what is durable. A
 * batch is written whole or not at all, and is durable once `write` resolves: a process killed
 * after it loses nothing.
 */
export interface Store extends View {
  snapshot(): Snapshot
  write(changes: Change[]): Promise<void>
  /** Removes the keys of a range, not at once. */
  clear(from: Key, to: Key): Promise<void>
  /** Says whether reading has made much memory resident that `release` lets go. */
  needsRelease(): boolean
  /** Lets memory go. Nothing may use the store meanwhile, and no cursor or snapshot may be open. */
  release(): Promise<void>
  close(): Promise<void>
}

/** How much a cursor reads ahead: a page of 1 MB takes four steps, a query of some items one. */
export const CHUNK_LENGTH = 256 * 1024
