import type { Static } from '@sinclair/typebox'
import * as Type from '@sinclair/typebox'
import { findFault } from './check.ts'
import { refusal, ServiceError } from './errors.ts'
import { FORMATS, type Format } from './format.ts'
import { checkTransaction, IDEMPOTENCY_KEY, readIdempotencyKey } from './idempotency.ts'
import type { Call, Operation, OperationTable } from './operation.ts'
import { OneOf } from './payloads.ts'
import { describe, kindOf, shortenName } from './words.ts'

/**
 * How many characters of a table's name the log keeps: as many as an ARN may have. A longer name,
 * which DynamoDB refuses, would fill the log.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html#API_PutItem_RequestParameters
 */
const MAX_LOGGED_NAME = 1024

/** The body of a request. Members that are not listed are ignored, as in the lab. */
export const Envelope = Type.Object({
  operation: Type.String(),
  tableName: Type.Optional(Type.String({ minLength: 1, expected: 'the name of a table' })),
  payload: Type.Optional(Type.Unknown()),
  format: Type.Optional(OneOf(FORMATS)),
  idempotencyKey: Type.Optional(IDEMPOTENCY_KEY)
})
export type Envelope = Static<typeof Envelope>

/** A request that passed all checks, with everything that its operation needs to run. */
export interface AdmittedRequest {
  operation: Operation
  /** Empty if the operation uses no table. */
  tableName: string
  payload: unknown
  format: Format
  /** Present only for a write that came with one. */
  idempotencyKey?: string | undefined
}

/** What a caller may do; undefined: everything that the service allows. */
export interface Grant {
  tables?: ReadonlySet<string> | undefined
  operations?: ReadonlySet<string> | undefined
}

/** What a door knows of a request beside its body. */
export interface Caller {
  /** What the API key of the request allows. */
  grant?: Grant | undefined
  /** The value of the header `Idempotency-Key`. */
  idempotencyKey?: string | undefined
}

export interface EnvelopeRules {
  operations: OperationTable
  /** undefined: every operation is allowed. */
  allowedOperations?: ReadonlySet<string> | undefined
  /** undefined: every table is allowed. */
  allowedTables: ReadonlySet<string> | undefined
}

/**
 * What the request named. It is filled member by member, because refused requests are logged too.
 */
export interface Named {
  operation?: string
  tableName?: string
  /** Every table of the request, if it names others beside `tableName`. */
  tables?: string[]
}

/**
 * Checks a parsed body, in the order that the contract promises. Throws a ServiceError that names
 * the faulty member by its JSON Pointer.
 */
export function admit(
  body: unknown,
  rules: EnvelopeRules,
  caller: Caller,
  named: Named
): AdmittedRequest {
  const envelope = readMembers(body)
  const operation = findOperation(envelope.operation, rules.operations)
  named.operation = envelope.operation
  checkOperation(named.operation, rules, caller.grant)
  const { call } = operation
  if (!call) {
    return { operation, tableName: '', payload: checkPayload(operation, envelope), format: 'json' }
  }
  const tableName = call.isTableless ? '' : admitTable(envelope.tableName, rules, caller, named)
  const format = call.isFormatless ? 'json' : readFormat(envelope.format)
  const idempotencyKey = readKey(call, envelope.idempotencyKey, caller.idempotencyKey)
  const payload = checkPayload(operation, envelope, format)
  checkEntries(call, payload, tableName, rules, caller, named)
  if (idempotencyKey !== undefined) checkTransaction(call, payload)
  return { operation, tableName, payload, format, idempotencyKey }
}

/**
 * Returns the envelope's members if the body itself has them, not its prototype; their types are
 * unchecked.
 */
function readMembers(body: unknown): Envelope {
  if (kindOf(body) !== 'an object') {
    const expected = 'an object with the members operation, tableName and payload'
    throw refusal('The request body', expected, kindOf(body))
  }
  const members = Object.keys(Envelope.properties)
    .filter((name) => Object.hasOwn(body as object, name))
    .map((name) => [name, (body as Record<string, unknown>)[name]])
  return Object.fromEntries(members)
}

function checkMember(name: keyof Envelope, value: unknown): void {
  const fault = findFault(Envelope.properties[name], value, `/${name}`)
  if (fault) throw refusal(fault.pointer, fault.expected, fault.got)
}

function findOperation(name: unknown, operations: OperationTable): Operation {
  if (typeof name !== 'string') {
    // The message does not quote a value that is no string: it may be of any size.
    const names = Object.keys(operations).join(', ')
    throw refusal('/operation', `a string, one of ${names}`, kindOf(name))
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (operation) return operation
  // The lab answers an unknown operation with these words.
  throw new ServiceError('ValidationException', `Unrecognized operation "${shortenName(name)}"`)
}

function checkOperation(
  name: string,
  { allowedOperations }: EnvelopeRules,
  grant: Grant | undefined
): void {
  if (!isIn(allowedOperations, name)) throw denied('/operation: this operation is not allowed here')
  if (!isIn(grant?.operations, name)) throw denied('/operation: not allowed with this API key')
}

function isIn(names: ReadonlySet<string> | undefined, name: string): boolean {
  return names === undefined || names.has(name)
}

function denied(message: string): ServiceError {
  return new ServiceError('AccessDeniedException', message)
}

function admitTable(
  tableName: unknown,
  rules: EnvelopeRules,
  { grant }: Caller,
  named: Named
): string {
  if (typeof tableName === 'string' && tableName !== '') {
    named.tableName = tableName.slice(0, MAX_LOGGED_NAME)
  }
  checkMember('tableName', tableName)
  checkTable('/tableName', tableName as string, rules, grant)
  return tableName as string
}

function checkTable(
  pointer: string,
  tableName: string,
  { allowedTables }: EnvelopeRules,
  grant: Grant | undefined
): void {
  if (!isIn(allowedTables, tableName)) throw denied(`${pointer}: this table is not allowed here`)
  // Compares the name as it will be sent: an ARN of the same table is not the name that the key
  // has.
  if (!isIn(grant?.tables, tableName)) throw denied(`${pointer}: not allowed with this API key`)
}

function readFormat(format: unknown): Format {
  if (format === undefined) return 'json'
  checkMember('format', format)
  return format as Format
}

/** Reads the idempotency key of a write. A read needs none, so its key is not even checked. */
function readKey(call: Call, member: unknown, header: string | undefined): string | undefined {
  if (call.effect === 'read') return undefined
  const key = readIdempotencyKey(member, header)
  if (key !== undefined && !call.transaction) {
    const expected = 'none: a batch is no transaction, and is safe to repeat without one'
    throw refusal('/idempotencyKey', expected, describe(key))
  }
  return key
}

function checkPayload(
  { payload: schema, defaultPayload, call }: Operation,
  envelope: Envelope,
  format: Format = 'json'
): unknown {
  const payload = envelope.payload === undefined ? defaultPayload : envelope.payload
  if (!schema) return payload
  if (isTableNameInside(payload)) {
    throw refusal('/payload/TableName', 'no such member: tableName chooses the table', 'one')
  }
  const fault = findFault(schema, payload, '/payload', format) ?? call?.check?.(payload as never)
  if (fault) throw refusal(fault.pointer, fault.expected, fault.got)
  return payload
}

function isTableNameInside(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && Object.hasOwn(payload, 'TableName')
}

/** Checks the tables that the entries of a transaction name against what is allowed. */
function checkEntries(
  call: Call,
  payload: unknown,
  tableName: string,
  rules: EnvelopeRules,
  { grant }: Caller,
  named: Named
): void {
  const entries = call.tables?.(payload as never) ?? []
  const names = new Set([tableName, ...entries.map((entry) => entry.tableName)])
  if (names.size > 1) named.tables = [...names].map((name) => name.slice(0, MAX_LOGGED_NAME))
  for (const entry of entries) checkTable(entry.pointer, entry.tableName, rules, grant)
}
