import type { ServiceError } from '../operations/errors.ts'
import type { RequestRecord } from '../operations/request-record.ts'
import type { LineStream } from '../operations/stream.ts'
import { sizeInResult, tooLarge } from './result.ts'

/**
 * An upper bound for the bytes beside the pages: the result's frame, and a last line with a key.
 */
const FRAME_BYTES = 65_536

interface GatherOptions {
  /** The most bytes that the result may have as JSON. */
  resultLimit: number
  requestId: string
}

/**
 * Gathers as many whole pages of a stream as fit into the result and the time, and a last line that
 * says where to go on. Rejects with ResponseTooLarge if the first page does not fit.
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
    // This last line is for the pages so far; it is used if the next page does not fit.
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
      // LineStream rejects only with a ServiceError.
      return text + (lines.isOutOfTime ? end : lines.fail(error as ServiceError, requestId))
    }
  }
}
