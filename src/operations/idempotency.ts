import { createHash, randomUUID } from 'node:crypto'
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import * as Type from '@sinclair/typebox'
import { toValue } from '../json/json-text.ts'
import { findFault } from './check.ts'
import { CallFailed, type Output, type Refusal } from './database.ts'
import { refusal, WORDS } from './errors.ts'
import type { Call, CallContext } from './operation.ts'
import { describe } from './words.ts'

// A write with an idempotency key is sent as a transaction of one entry. DynamoDB remembers the
// transaction's ClientRequestToken for ten minutes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency
// The header: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/

type Entry = Exclude<NonNullable<Call['transaction']>, 'whole'>

const KEY = /^[ -~]{1,255}$/
/**
 * Matches the key as an sf-string of RFC 8941, as the draft asks for, or bare if it has no
 * character that needs the quotes.
 */
const HEADER = /^(?:"((?:[ !#-[\]-~]|\\["\\])*)"|([!#-~]+))$/
const EXPECTED = 'a key of 1 to 255 printable ASCII characters'

/** The schema of the envelope's member `idempotencyKey`. */
export const IDEMPOTENCY_KEY = Type.String({ pattern: KEY.source, expected: EXPECTED })

/**
 * Reads the idempotency key from the envelope's member or the header; if both are given, they must
 * agree. Returns undefined if there is neither. Throws a ServiceError if a key is malformed.
 */
export function readIdempotencyKey(
  member: unknown,
  header: string | undefined
): string | undefined {
  const fromHeader = header === undefined ? undefined : parseHeader(header)
  if (member === undefined) return fromHeader
  const fault = findFault(IDEMPOTENCY_KEY, member, '/idempotencyKey')
  if (fault) throw refusal(fault.pointer, fault.expected, fault.got)
  if (fromHeader !== undefined && fromHeader !== member) {
    throw refusal('/idempotencyKey', 'the key that the header Idempotency-Key has', 'another one')
  }
  return member as string
}

function parseHeader(header: string): string {
  const [, quoted, bare] = HEADER.exec(header) ?? []
  const key = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''
  if (!KEY.test(key))
    throw refusal('Idempotency-Key', `${EXPECTED}, bare or in quotes`, describe(header))
  return key
}

// A write in a transaction does not have these parameters:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItem.html
const LEGACY = ['Expected', 'AttributeUpdates', 'ConditionalOperator']

/**
 * Throws a ServiceError for a parameter that a write cannot have together with an idempotency key.
 */
export function checkTransaction({ transaction }: Call, payload: unknown): void {
  const { ReturnValues = 'NONE', ...members } = payload as Record<string, unknown>
  if (transaction === 'whole') checkToken(members)
  if (ReturnValues !== 'NONE') {
    const expected = 'NONE under an idempotency key: a transaction returns no values'
    throw refusal('/payload/ReturnValues', expected, describe(ReturnValues))
  }
  const legacy = LEGACY.find((name) => Object.hasOwn(members, name))
  if (legacy) {
    const expected = 'nothing under an idempotency key: a transaction takes expressions alone'
    throw refusal(`/payload/${legacy}`, expected, describe(members[legacy]))
  }
  if (transaction === 'Update' && members.UpdateExpression === undefined) {
    const expected = 'an expression under an idempotency key: a transaction needs one'
    throw refusal('/payload/UpdateExpression', expected, 'nothing')
  }
}

function checkToken({ ClientRequestToken }: Record<string, unknown>): void {
  if (ClientRequestToken === undefined) return
  const expected = 'nothing under an idempotency key, of which the token is made'
  throw refusal('/payload/ClientRequestToken', expected, describe(ClientRequestToken))
}

/**
 * Adds the ClientRequestToken to a transaction: its own, one made of the key, or a random one, so
 * that no retry applies it twice.
 */
export function withToken(payload: unknown, idempotencyKey: string | undefined): object {
  const token = idempotencyKey === undefined ? randomUUID() : toToken(idempotencyKey)
  return { ClientRequestToken: token, ...(payload as object) }
}

/** Runs a write under an idempotency key. Resolves and rejects as the plain call would. */
export async function runAsTransaction(
  transaction: Entry,
  { tableName, send }: CallContext,
  payload: object,
  idempotencyKey: string
): Promise<Output> {
  const { ReturnValues, ReturnConsumedCapacity, ReturnItemCollectionMetrics, ...item } =
    payload as Record<string, never>
  const command = new TransactWriteCommand({
    TransactItems: [{ [transaction]: { ...item, TableName: tableName } }],
    ClientRequestToken: toToken(idempotencyKey),
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics
  })
  try {
    const output = await send(command, { repeats: 'keyed' })
    const capacity = output.ConsumedCapacity as unknown[] | undefined
    const metrics = toValue(output.ItemCollectionMetrics) as Record<string, unknown[]> | undefined
    return {
      ...output,
      ConsumedCapacity: capacity?.[0],
      ItemCollectionMetrics: Object.values(metrics ?? {})[0]?.[0]
    }
  } catch (error) {
    throw error instanceof CallFailed ? toPlainFailure(error) : error
  }
}

/**
 * Makes the token, which may have 36 characters. It is made of the key alone: DynamoDB must
 * recognize another payload under the same key and refuse it, and a request that is repeated with
 * another API key must not write twice.
 */
function toToken(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('base64url').slice(0, 36)
}

// Codes of cancellation reasons:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
const NAMES_BY_CODE: Readonly<Record<string, string>> = {
  ConditionalCheckFailed: 'ConditionalCheckFailedException',
  ItemCollectionSizeLimitExceeded: 'ItemCollectionSizeLimitExceededException',
  ProvisionedThroughputExceeded: 'ProvisionedThroughputExceededException',
  ThrottlingError: 'ThrottlingException',
  TransactionConflict: 'TransactionConflictException',
  ValidationError: 'ValidationException'
}

/**
 * Translates the failure of a transaction of one entry into the one that the plain call would have.
 */
function toPlainFailure(failed: CallFailed): Error {
  const reported = toPlainRefusal(failed.refusal)
  return reported === failed.refusal
    ? failed
    : new CallFailed(failed.outcome, reported, failed.facts)
}

function toPlainRefusal(reported: Refusal): Refusal {
  if (reported.name === 'IdempotentParameterMismatchException') {
    return { name: reported.name, message: WORDS.IdempotentParameterMismatchException }
  }
  if (reported.name === 'UnknownOperationException') {
    const message = `The idempotency key: ${WORDS.NoTransactions}`
    return { name: 'ValidationException', message }
  }
  const [reason] = reported.CancellationReasons ?? []
  const name = NAMES_BY_CODE[reason?.Code ?? '']
  if (reported.name === 'TransactionCanceledException' && name) {
    return { name, message: reason?.Message ?? reported.message, Item: reason?.Item }
  }
  return reported
}
