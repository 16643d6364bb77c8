/** What the thread is started with. */
export interface ThreadData {
  path: string | undefined
  /** undefined: no port is open. */
  port: number | undefined
  origins: string[]
}

export interface CallMessage {
  id: number
  operation: string
  body: string | Uint8Array
}

export interface AnswerMessage {
  id: number
  status: number
  body: string | Uint8Array
}

/** To the thread: all calls of a turn of the event loop, or that it is to end. */
export type ToThread = CallMessage[] | 'close'

/**
 * From the thread: that it is ready, the answers of a turn, what failed beside them, or that it has
 * closed.
 */
export type FromThread =
  | { kind: 'ready'; port: number | undefined }
  | { kind: 'answers'; answers: AnswerMessage[] }
  | { kind: 'failure'; error: unknown }
  | { kind: 'closed' }

/** Gathers what one turn of the event loop makes, and hands it on together when the turn ends. */
export function createBatcher<Entry>(send: (entries: Entry[]) => void): (entry: Entry) => void {
  let entries: Entry[] = []
  return (entry) => {
    if (entries.push(entry) > 1) return
    setImmediate(() => {
      const batch = entries
      entries = []
      send(batch)
    })
  }
}
