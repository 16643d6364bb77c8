import { createHash, randomUUID } from 'node:crypto'
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import * as Type from '@sinclair/typebox'
import { toValue } from '../json/json-text.ts'
import { findFault } from './check.ts'
import { CallFailed, type Output, type Refusal } from './database.ts'
import { refusal, WORDS } from './errors.ts'
import type { Call, CallContext } from './operation.ts'
import { describe } from './words.ts'

// A write under an idempotency key is a transaction of one, whose ClientRequestToken DynamoDB remembers for
// ten minutes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency
// The header: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/

type Entry = Exclude<NonNullable<Call['transaction']>, 'whole'>

const KEY = /^[ -~]{1,255}$/
/** An sf-string of RFC 8941, as the draft asks for; or bare, without what would need the quotes. */
const HEADER = /^(?:"((?:[ !#-[\]-~]|\\["\\])*)"|([!#-~]+))$/
const EXPECTED = 'a key of 1 to 255 printable ASCII characters'

/** The envelope's member. */
export const IDEMPOTENCY_KEY = Type.String({ pattern: KEY.source, expected: EXPECTED })

/**
 * Reads the idempotency key: the envelope's member, the header's value, or both where they agree.
 * undefined: the request has none. Throws a ServiceError for what is no key.
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

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItem.html
const LEGACY = ['Expected', 'AttributeUpdates', 'ConditionalOperator']

/** Throws a ServiceError that names the parameter which a write cannot have under an idempotency key. */
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

/** Gives a transaction its token: its own, the key's, or a new one, so that no retry applies it twice. */
export function withToken(payload: unknown, idempotencyKey: string | undefined): object {
  const token = idempotencyKey === undefined ? randomUUID() : toToken(idempotencyKey)
  return { ClientRequestToken: token, ...(payload as object) }
}

/** Runs a write under an idempotency key; answers and rejects as the plain call would. */
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
 * DynamoDB takes 36 characters at most. The key alone: another request under it is to be refused. Not its
 * caller either: a repetition may come with another API key, when keys are changed, and must not write twice.
 */
function toToken(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('base64url').slice(0, 36)
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
const NAMES_BY_CODE: Readonly<Record<string, string>> = {
  ConditionalCheckFailed: 'ConditionalCheckFailedException',
  ItemCollectionSizeLimitExceeded: 'ItemCollectionSizeLimitExceededException',
  ProvisionedThroughputExceeded: 'ProvisionedThroughputExceededException',
  ThrottlingError: 'ThrottlingException',
  TransactionConflict: 'TransactionConflictException',
  ValidationError: 'ValidationException'
}

/** Tells a failed transaction of one as its one reason. */
function toPlainFailure(failed: CallFailed): Error {
  const told = toPlainRefusal(failed.refusal)
  return told === failed.refusal ? failed : new CallFailed(failed.outcome, told, failed.facts)
}

function toPlainRefusal(told: Refusal): Refusal {
  if (told.name === 'IdempotentParameterMismatchException') {
    return { name: told.name, message: WORDS.IdempotentParameterMismatchException }
  }
  if (told.name === 'UnknownOperationException') {
    const message = `The idempotency key: ${WORDS.NoTransactions}`
    return { name: 'ValidationException', message }
  }
  const [reason] = told.CancellationReasons ?? []
  const name = NAMES_BY_CODE[reason?.Code ?? '']
  if (told.name === 'TransactionCanceledException' && name) {
    return { name, message: reason?.Message ?? told.message, Item: reason?.Item }
  }
  return told
}
