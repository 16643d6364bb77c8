import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import type { Answer } from '../fixtures/request.ts'
import type { Door } from './door.ts'

export type Json = Record<string, unknown>

/** Tests by their titles; each one is independent of the others. */
export type Facts = Record<string, (t: Test, caller: Caller) => Promise<void>>

/** An answer, with its body as JSON if it is JSON. */
export interface JsonAnswer extends Answer {
  json: Json
}

/** Sends requests to one door. */
export class Caller {
  readonly door: Door
  readonly tableName: string

  constructor(door: Door) {
    this.door = door
    this.tableName = door.tableName
  }

  /** Posts a text unchanged. */
  async text(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<JsonAnswer> {
    const answer = await this.door.send({ body, headers })
    return { ...answer, json: JSON.parse(answer.body) }
  }

  json(envelope: unknown): Promise<JsonAnswer> {
    return this.text(JSON.stringify(envelope))
  }

  run(operation: string, payload?: unknown): Promise<JsonAnswer> {
    return this.json({ operation, tableName: this.tableName, payload })
  }

  /** Runs an operation whose payload is given as JSON text, so that numbers keep their spelling. */
  raw(operation: string, payload: string): Promise<JsonAnswer> {
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

/** Checks that a request was refused with 400, and that the message begins with this place. */
export function refused(t: Test, { status, json }: JsonAnswer, place: string): void {
  t.equal(status, 400, `${place} is refused with 400`)
  t.equal(json.errorType, 'ValidationException')
  t.ok(String(json.errorMessage).startsWith(`${place}:`), `${json.errorMessage} names ${place}`)
  t.match(json.errorMessage, /expected .+, got .+/)
  t.type(json.requestId, 'string')
}
