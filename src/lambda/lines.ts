import type { ServiceError } from '../operations/errors.ts'
import type { RequestRecord } from '../operations/request-record.ts'
import type { LineStream } from '../operations/stream.ts'
import { sizeInResult, tooLarge } from './result.ts'

/** What a result may have around its lines, and the last line, which may hold a key: generously. */
const FRAME_BYTES = 65_536

interface GatherOptions {
  /** Bytes. */
  resultLimit: number
  requestId: string
}

/**
 * Gathers as many whole pages of a stream as a result has room for and the time allows, and a last line, which
 * says where to go on. Rejects with ResponseTooLarge if the first page has no room.
 */
export async function gatherLines(
  lines: LineStream,
  record: RequestRecord,
  { resultLimit, requestId }: GatherOptions
): Promise<string> {
  let text = (await lines.take()) ?? ''
  let room = resultLimit - FRAME_BYTES - sizeInResult(text)
  if (room < 0) throw tooLarge(resultLimit)
  for (;;) {
    // It is true of the pages until now, also if the next one has no room.
    const end = lines.end()
    const { items, pages } = record
    try {
      const page = await lines.take()
      if (page === undefined) return text + lines.end()
      room -= sizeInResult(page)
      if (room < 0) {
        Object.assign(record, { items, pages })
        return text + end
      }
      text += page
    } catch (error) {
      // LineStream rejects with nothing else.
      return text + (lines.isOutOfTime ? end : lines.fail(error as ServiceError, requestId))
    }
  }
}
