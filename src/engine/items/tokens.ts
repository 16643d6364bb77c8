import type { Database } from '../database.ts'
import { EngineError } from '../errors.ts'
import { PREFIX } from '../store/keys.ts'
import type { Change } from '../store/store.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
// (ClientRequestToken)
const TOKEN_MS = 10 * 60_000
const TIME_LENGTH = 14
const SWEEP = 1_000

/** A transaction's token, and what of the transaction it stands for. */
export interface Token {
  token: string
  digest: string
}

/** Makes the token of a transaction. Node's cryptography is loaded when the first is made. */
export async function toToken(token: string, content: unknown): Promise<Token> {
  const { createHash } = await import('node:crypto')
  return { token, digest: createHash('sha256').update(JSON.stringify(content)).digest('base64') }
}

/**
 * Says whether a transaction of this token was made in the last ten minutes. Throws
 * IdempotentParameterMismatchException if it was another one.
 */
export function findToken(database: Database, { token, digest }: Token): boolean {
  const stored = database.journal.read(tokenKey(token))
  if (stored === undefined) return false
  const [end, known] = stored.split(' ')
  if (Number(end) <= database.now()) return false
  if (known === digest) return true
  throw new EngineError(
    'IdempotentParameterMismatchException',
    'The request was rejected because its ClientRequestToken was already used with other parameters'
  )
}

/** The changes that keep a token, which go into the batch of its transaction. */
export function tokenChanges(database: Database, { token, digest }: Token): Change[] {
  const end = database.now() + TOKEN_MS
  return [
    { key: tokenKey(token), value: `${end} ${digest}` },
    { key: endKey(end) + bytesOf(token), value: `${end} ${token}` }
  ]
}

/** Forgets the tokens that are over, some at a time; reads no others. */
export async function removeTokens(database: Database): Promise<void> {
  const { journal, store } = database
  const now = database.now()
  const cursor = store.open({ from: PREFIX.tokenEnd, to: endKey(now), limit: SWEEP })
  const ends = await cursor.next()
  cursor.close()
  const changes: Change[] = []
  for (const text of ends) {
    const end = Number.parseInt(text, 10)
    const token = text.slice(text.indexOf(' ') + 1)
    changes.push({ key: endKey(end) + bytesOf(token), value: undefined })
    // A token that was used again after its end has another one.
    const isOver = Number.parseInt(journal.read(tokenKey(token)) ?? '0', 10) <= now
    if (isOver) changes.push({ key: tokenKey(token), value: undefined })
  }
  if (changes.length > 0) await journal.commit(changes)
}

function tokenKey(token: string): string {
  return PREFIX.token + bytesOf(token)
}

function bytesOf(token: string): string {
  return Buffer.from(token).toString('latin1')
}

function endKey(end: number): string {
  return PREFIX.tokenEnd + String(Math.floor(end)).padStart(TIME_LENGTH, '0')
}
