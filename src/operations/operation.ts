import type { Static, TSchema } from '@sinclair/typebox'
import type { Command, Database, Deadline, Output, Repeats, Tally } from './database.ts'
import type { Format } from './format.ts'
import type { Fault } from './words.ts'

/**
 * Everything that is known of one operation. Every door, document and test that loops over
 * operations reads it.
 */
export type Operation = Description & (CallingOperation | AnsweringOperation)

interface Description {
  summary: string
  /** The schema of the payload; without one, any JSON value is a payload. */
  payload?: TSchema
  /** The payload of a request that has none; without it, the payload is required. */
  defaultPayload?: unknown
  example: Example
}

export interface Example {
  payload: unknown
  /** The answer, without `ResponseMetadata`, if the table has no item but that of `create`. */
  answer: unknown
}

interface CallingOperation {
  payload: TSchema
  call: Call
  run?: never
}

interface AnsweringOperation {
  call?: never
  /** Returns the answer without calling DynamoDB. */
  run(payload: unknown): unknown
}

/** The call to DynamoDB that an operation makes. */
export interface Call {
  /** AWS's name for the call, as on its page of the API reference. */
  name: string
  /** The IAM actions that the call needs; without it, the one action that has the call's name. */
  actions?: readonly string[]
  /**
   * Whether the call writes: this decides about retries, and about what an error says of the
   * outcome.
   */
  effect: 'read' | 'write'
  command(payload: never, tableName: string): Command
  /** The members of the answer, in the order in which the lab's API prints them. */
  members: readonly string[]
  /**
   * Says whether repeating a write leaves the same data and answer; without it, a write is sent
   * once.
   */
  isRepeatable?(payload: never): boolean
  /**
   * How a write is sent under an idempotency key: as this entry of a transaction, or, if it is
   * itself a `whole` transaction, with the key as its token. A write without it refuses a key.
   */
  transaction?: 'Put' | 'Update' | 'Delete' | 'whole'
  /** The call concerns no single table, so `tableName` is neither needed nor checked. */
  isTableless?: true
  /** The call has no attribute values, so `format` has no effect. */
  isFormatless?: true
  /** Returns what is wrong with a payload beyond what its schema can express. */
  check?(payload: never): Fault | undefined
  /** Returns the tables that a payload names beside the envelope's. */
  tables?(payload: never): NamedTable[]
  /** Returns the payload that goes on after a page; undefined: it was the last page. */
  next?(payload: never, output: Output): object | undefined
  /** Makes the calls of a request that needs several, and joins their outputs into one. */
  collect?(context: CallContext, payload: never): Promise<Partial<Output>>
}

export interface NamedTable {
  /** The place of the name in the envelope, as a JSON Pointer. */
  pointer: string
  tableName: string
}

/** What a running call has at hand. */
export interface CallContext {
  call: Call
  /** Empty if the call concerns no single table. */
  tableName: string
  /** The tables that the caller may use; undefined: every table. */
  allowedTables: ReadonlySet<string> | undefined
  format: Format
  deadline: Deadline
  tally: Tally
  /** Sends one command; `others` replace some of the call's own rules. */
  send(command: Command, others?: Partial<SendRules>): Promise<Output>
  backOff: Database['backOff']
}

export interface SendRules {
  deadline: Deadline
  repeats: Repeats
  maxAttempts: number
  lines: boolean
}

/** Makes a record whose functions are typed by the payload's schema. */
export function operation<T extends TSchema>(
  record: Omit<Description & CallingOperation, 'payload' | 'call'> & {
    payload: T
    call: TypedCall<Static<T>>
  }
): Operation {
  return record as Operation
}

type TypedCall<P> = Omit<
  Call,
  'command' | 'isRepeatable' | 'check' | 'tables' | 'next' | 'collect'
> & {
  command(payload: P, tableName: string): Command
  isRepeatable?(payload: P): boolean
  check?(payload: P): Fault | undefined
  tables?(payload: P): NamedTable[]
  next?(payload: P, output: Output): object | undefined
  collect?(context: CallContext, payload: P): Promise<Partial<Output>>
}

/**
 * Makes the `command` of a call on one table. The payload is spread first, so it cannot choose
 * another table.
 */
export function onTable<P extends object>(
  Command: new (input: never) => Command
): (payload: P, tableName: string) => Command {
  // The SDK's input types do not allow exact numbers; the schema has checked everything else.
  return (payload, tableName) => new Command({ ...payload, TableName: tableName } as never)
}

export type OperationTable = Readonly<Record<string, Operation>>
