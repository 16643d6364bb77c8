import type { Static, TSchema } from '@sinclair/typebox'
import type { Command, Database, Deadline, Output, Repeats, Tally } from './database.ts'
import type { Format } from './format.ts'
import type { Fault } from './words.ts'

/** All that is known of one operation: every door, document and loop of tests reads it from here. */
export type Operation = Description & (CallingOperation | AnsweringOperation)

interface Description {
  summary: string
  /** The payload's schema; without one, any JSON value is a payload. */
  payload?: TSchema
  /** What a missing payload means, if one may be missing. */
  defaultPayload?: unknown
  example: Example
}

export interface Example {
  payload: unknown
  /** What it answers if the table has `create`'s item alone; without `ResponseMetadata`. */
  answer: unknown
}

interface CallingOperation {
  payload: TSchema
  call: Call
  run?: never
}

interface AnsweringOperation {
  call?: never
  /** Answers by itself, without DynamoDB. */
  run(payload: unknown): unknown
}

/** What an operation asks of DynamoDB. */
export interface Call {
  /** AWS's name of it, which its page in the API reference has. */
  name: string
  /** The IAM actions that it needs; without any, the one of its own name. */
  actions?: readonly string[]
  /** A write is not sent again, and its answer not lost, as a read's may be. */
  effect: 'read' | 'write'
  command(payload: never, tableName: string): Command
  /** The members of AWS's answer, in the order in which the lab's API prints them. */
  members: readonly string[]
  /** Says whether a write is the same when it is repeated; without it, it is sent once. */
  isRepeatable?(payload: never): boolean
  /**
   * What an idempotency key makes of a write: an entry of a transaction of one, or the token of the `whole`
   * transaction that it is; a write without it refuses a key.
   */
  transaction?: 'Put' | 'Update' | 'Delete' | 'whole'
  /** It is about all tables: a `tableName` is neither needed nor looked at. */
  isTableless?: true
  /** It has no attribute values, so `format` says nothing of it. */
  isFormatless?: true
  /** Finds what is wrong beyond what a schema can say. */
  check?(payload: never): Fault | undefined
  /** The tables that a payload names beside the envelope's. */
  tables?(payload: never): NamedTable[]
  /** The payload that goes on after an output that ended early; undefined: it was the last page. */
  next?(payload: never, output: Output): object | undefined
  /** Makes the calls of one request, if one does not suffice, and their one output. */
  collect?(context: CallContext, payload: never): Promise<Partial<Output>>
}

export interface NamedTable {
  /** Its place in the envelope, as a JSON Pointer. */
  pointer: string
  tableName: string
}

/** What a call runs with. */
export interface CallContext {
  call: Call
  /** Empty for a call that is about all tables. */
  tableName: string
  /** The tables that the caller may use; undefined: every table. */
  allowedTables: ReadonlySet<string> | undefined
  format: Format
  deadline: Deadline
  tally: Tally
  /** Sends one command by the call's own rules, or by others. */
  send(command: Command, others?: Partial<SendRules>): Promise<Output>
  backOff: Database['backOff']
}

export interface SendRules {
  deadline: Deadline
  repeats: Repeats
  maxAttempts: number
  lines: boolean
}

/** Makes a record, whose functions are typed by the payload's schema. */
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

/** Makes the `command` of a call on one table. The payload is spread first: it never chooses another one. */
export function onTable<P extends object>(
  Command: new (input: never) => Command
): (payload: P, tableName: string) => Command {
  // The SDK's input types know no exact numbers; the payload's schema vouched for the rest.
  return (payload, tableName) => new Command({ ...payload, TableName: tableName } as never)
}

export type OperationTable = Readonly<Record<string, Operation>>
