import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import type { Answer } from '../fixtures/request.ts'
import type { Door } from './door.ts'

export type Json = Record<string, unknown>

/** Facts by their sentences; each one stands alone. */
export type Facts = Record<string, (t: Test, caller: Caller) => Promise<void>>

/** An answer, and its body as JSON, unless it is none. */
export interface Told extends Answer {
  json: Json
}

/** Calls one door, in the ways that the facts need. */
export class Caller {
  readonly door: Door
  readonly tableName: string

  constructor(door: Door) {
    this.door = door
    this.tableName = door.tableName
  }

  /** Posts a text as it is. */
  async text(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Told> {
    const answer = await this.door.send({ body, headers })
    return { ...answer, json: JSON.parse(answer.body) }
  }

  json(envelope: unknown): Promise<Told> {
    return this.text(JSON.stringify(envelope))
  }

  run(operation: string, payload?: unknown): Promise<Told> {
    return this.json({ operation, tableName: this.tableName, payload })
  }

  /** Runs an operation whose payload is written as JSON text: numbers come as they are spelled. */
  raw(operation: string, payload: string): Promise<Told> {
    return this.text(
      `{"operation":"${operation}","tableName":"${this.tableName}","payload":${payload}}`
    )
  }

  async create(item: Json): Promise<void> {
    const { status, body } = await this.run('create', { Item: item })
    if (status !== 200) throw new Error(body)
  }

  async read(id: string): Promise<unknown> {
    const { json } = await this.run('read', { Key: { id }, ConsistentRead: true })
    return json.Item
  }
}

export function newId(): string {
  return `contract-${randomUUID()}`
}

/** Checks a refusal of ours: 400, and a message that begins with the place. */
export function refused(t: Test, { status, json }: Told, place: string): void {
  t.equal(status, 400, `${place} is refused with 400`)
  t.equal(json.errorType, 'ValidationException')
  t.ok(String(json.errorMessage).startsWith(`${place}:`), `${json.errorMessage} names ${place}`)
  t.match(json.errorMessage, /expected .+, got .+/)
  t.type(json.requestId, 'string')
}
