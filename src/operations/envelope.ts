import { describe, findFault, kindOf, type Limits, shortenName } from './check.ts'
import { refusal, ServiceError } from './errors.ts'
import { checkTransaction, readIdempotencyKey } from './idempotency.ts'
import type { Operation, OperationTable } from './table.ts'

// Of an ARN, the longest name of a table; a longer one, which DynamoDB will refuse, would fill the log:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html#API_PutItem_RequestParameters
const MAX_NAME = 1024

/** A request that passed: the record of its operation, and what the record needs to run. */
export interface Envelope {
  operation: Operation
  /** Empty for an operation that uses no table. */
  tableName: string
  payload: unknown
  /** Only for a write that came with one. */
  idempotencyKey?: string | undefined
}

/** What a caller may do; undefined: everything that the service does. */
export interface Grant {
  tables?: ReadonlySet<string> | undefined
  operations?: ReadonlySet<string> | undefined
}

/** What a door knows of a request beside its body. */
export interface Caller {
  /** Of its API key. */
  grant?: Grant | undefined
  /** The value of the header `Idempotency-Key`. */
  idempotencyKey?: string | undefined
}

export interface EnvelopeRules extends Limits {
  operations: OperationTable
  /** undefined: every table. */
  allowedTables: ReadonlySet<string> | undefined
}

/** What the request named, told as soon as it is known: a refused request is logged too. */
export interface Named {
  operation?: string
  tableName?: string
}

/**
 * Reads `{ operation, tableName, payload }` from a parsed body, in the contract's order of checks.
 * Throws a ServiceError that names the member by its JSON Pointer. Other members are ignored, as in the lab.
 */
export function validateEnvelope(
  body: unknown,
  rules: EnvelopeRules,
  caller: Caller,
  named: Named
): Envelope {
  if (!isObject(body)) {
    throw refusal(
      'The request body',
      'an object with the members operation, tableName and payload',
      kindOf(body)
    )
  }
  const name = own(body, 'operation')
  const operation = findOperation(name, rules.operations)
  named.operation = name as string
  if (!isIn(caller.grant?.operations, name as string)) {
    throw new ServiceError('AccessDeniedException', '/operation: not allowed with this API key')
  }
  let tableName = ''
  if (operation.action) {
    const given = own(body, 'tableName')
    if (typeof given === 'string' && given !== '') named.tableName = given.slice(0, MAX_NAME)
    tableName = checkTableName(given, rules, caller.grant?.tables)
  }
  const { transaction } = operation
  // Only writes have one: elsewhere a key is ignored, as a request that changes nothing needs none.
  const idempotencyKey =
    transaction && readIdempotencyKey(own(body, 'idempotencyKey'), caller.idempotencyKey)
  const payload = checkPayload(operation, own(body, 'payload'), rules)
  if (transaction && idempotencyKey !== undefined) checkTransaction(transaction, payload as object)
  return { operation, tableName, payload, idempotencyKey }
}

function isObject(body: unknown): body is object {
  return kindOf(body) === 'an object'
}

function own(body: object, member: string): unknown {
  return Object.hasOwn(body, member) ? (body as Record<string, unknown>)[member] : undefined
}

function findOperation(name: unknown, operations: OperationTable): Operation {
  if (typeof name !== 'string') {
    // The value is not repeated: it is no name, and may be of any size.
    const names = Object.keys(operations).join(', ')
    throw refusal('/operation', `a string, one of ${names}`, kindOf(name))
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (operation) return operation
  // The lab's own words.
  throw new ServiceError('ValidationException', `Unrecognized operation "${shortenName(name)}"`)
}

function isIn(names: ReadonlySet<string> | undefined, name: string): boolean {
  return names === undefined || names.has(name)
}

function checkTableName(
  tableName: unknown,
  { allowedTables }: EnvelopeRules,
  grantedTables: Grant['tables']
): string {
  if (typeof tableName !== 'string' || tableName === '') {
    throw refusal('/tableName', 'the name of a table', describe(tableName))
  }
  if (!isIn(allowedTables, tableName)) {
    throw new ServiceError('AccessDeniedException', '/tableName: this table is not allowed here')
  }
  // As it will be sent: an ARN or another form of a name is not the name that the key is bound to.
  if (!isIn(grantedTables, tableName)) {
    throw new ServiceError('AccessDeniedException', '/tableName: not allowed with this API key')
  }
  if (!tableName.isWellFormed()) {
    throw refusal('/tableName', 'well-formed Unicode', 'a string with a lone surrogate')
  }
  return tableName
}

function checkPayload(operation: Operation, payload: unknown, rules: EnvelopeRules): unknown {
  const given = payload === undefined ? operation.defaultPayload : payload
  if (!operation.payload) return given
  if (isTableNameInside(given)) {
    throw refusal('/payload/TableName', 'no such member: tableName chooses the table', 'one')
  }
  const fault = findFault(operation.payload, given, '/payload', rules)
  if (fault) throw refusal(fault.pointer, fault.expected, fault.got)
  return given
}

function isTableNameInside(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && Object.hasOwn(payload, 'TableName')
}
