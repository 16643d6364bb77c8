import { ClassicLevel } from 'classic-level'
import {
  CHUNK_LENGTH,
  type Cursor,
  type Key,
  type Range,
  type Snapshot,
  type Store
} from './store.ts'

// LevelDB keeps the last 64 table files that it read mapped into memory: no option makes them fewer
// (74 is its least, of which it takes 10 for other files), or smaller than 1 MB. What is mapped and
// was read is resident, so that after scans of so many characters in so long pieces the files are
// opened anew, in some 20 ms.
const MAX_OPEN_FILES = 74
const TABLE_FILE_BYTES = 1024 * 1024
const RELEASE_LENGTH = 24 * 1024 * 1024
const LONG_LENGTH = 512 * 1024
// It holds two buffers of writes, and the cache of blocks.
const WRITE_BUFFER_BYTES = 1024 * 1024
const CACHE_BYTES = 2 * 1024 * 1024

const MAX_STEP = 4_096

/**
 * Opens the LevelDB in a folder, which is made where missing. Rejects with classic-level's errors
 * (`cause.code` is `LEVEL_LOCKED` where another process has it). Writes are not synced to the disk
 * itself: what was acknowledged outlives the process, and after a loss of power the store is a
 * whole state of some moment before.
 */
export async function openLevelStore(folder: string): Promise<Store> {
  const level = new ClassicLevel<string, string>(folder, {
    keyEncoding: 'utf8',
    valueEncoding: 'utf8',
    maxOpenFiles: MAX_OPEN_FILES,
    maxFileSize: TABLE_FILE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
    cacheSize: CACHE_BYTES
  })
  await level.open()
  /**
   * How much long cursors have read since, by where they began: what is read again is resident
   * already.
   */
  const readLengths = new Map<Key, number>()

  function open(range: Range, snapshot?: LevelSnapshot): Cursor {
    const values = level.values({
      gte: range.from,
      lt: range.to,
      reverse: range.isReverse ?? false,
      limit: range.limit ?? -1,
      highWaterMarkBytes: CHUNK_LENGTH,
      ...(snapshot ? { snapshot } : {})
    })
    const step = Math.min(range.limit ?? MAX_STEP, MAX_STEP)
    let length = 0
    return {
      next: async () => {
        const some = await values.nextv(step)
        for (const value of some) length += value.length
        return some
      },
      close: () => {
        values.close()
        if (length > LONG_LENGTH) readLengths.set(range.from, length)
      }
    }
  }

  function takeSnapshot(): Snapshot {
    const snapshot = level.snapshot()
    return {
      get: (key) => level.getSync(key, { snapshot }),
      open: (range) => open(range, snapshot),
      close: () => {
        snapshot.close()
      }
    }
  }

  return {
    get: (key) => level.getSync(key),
    open: (range) => open(range),
    snapshot: takeSnapshot,
    write: (changes) =>
      level.batch(
        changes.map(({ key, value }) =>
          value === undefined ? { type: 'del', key } : { type: 'put', key, value }
        )
      ),
    clear: (from, to) => level.clear({ gte: from, lt: to }),
    needsRelease: () => {
      let total = 0
      for (const length of readLengths.values()) total += length
      return total > RELEASE_LENGTH
    },
    release: async () => {
      readLengths.clear()
      await level.close()
      await level.open()
    },
    close: () => level.close()
  }
}

type LevelSnapshot = ReturnType<ClassicLevel['snapshot']>
