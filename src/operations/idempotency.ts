import { createHash } from 'node:crypto'
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { toValue } from '../json/json-text.ts'
import { describe } from './check.ts'
import { refusal, WORDS } from './errors.ts'
import type { Operation, OperationContext } from './table.ts'

// A write under an idempotency key is a transaction of one, whose ClientRequestToken DynamoDB remembers for
// ten minutes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency
// The header: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/

type Transaction = NonNullable<Operation['transaction']>

const KEY = /^[ -~]{1,255}$/
/** An sf-string of RFC 8941, as the draft asks for; or bare, without what would need the quotes. */
const HEADER = /^(?:"((?:[ !#-[\]-~]|\\["\\])*)"|([!#-~]+))$/
const EXPECTED = 'a key of 1 to 255 printable ASCII characters'

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
  if (typeof member !== 'string' || !KEY.test(member)) {
    throw refusal('/idempotencyKey', EXPECTED, describe(member))
  }
  if (fromHeader !== undefined && fromHeader !== member) {
    throw refusal('/idempotencyKey', 'the key that the header Idempotency-Key has', 'another one')
  }
  return member
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

/** Throws a ServiceError that names the parameter which a transaction cannot take. */
export function checkTransaction(transaction: Transaction, payload: object): void {
  const { ReturnValues = 'NONE', ...members } = payload as Record<string, unknown>
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

/** Runs a write under an idempotency key; answers and rejects as the plain call would. */
export async function runAsTransaction(
  transaction: Transaction,
  { dynamodb, tableName, deadline }: OperationContext,
  payload: object,
  idempotencyKey: string
): Promise<unknown> {
  const { ReturnValues, ReturnConsumedCapacity, ReturnItemCollectionMetrics, ...item } =
    payload as Record<string, never>
  const command = new TransactWriteCommand({
    TransactItems: [{ [transaction]: { ...item, TableName: tableName } }],
    ClientRequestToken: toToken(idempotencyKey),
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics
  })
  try {
    const output = await dynamodb.send(command, { abortSignal: deadline.signal })
    const metrics = toValue(output.ItemCollectionMetrics) as typeof output.ItemCollectionMetrics
    return {
      ...output,
      ConsumedCapacity: output.ConsumedCapacity?.[0],
      ItemCollectionMetrics: Object.values(metrics ?? {})[0]?.[0]
    }
  } catch (error) {
    throw toPlainError(error as TransactionError)
  }
}

/**
 * DynamoDB takes 36 characters at most. The key alone: another request under it is to be refused. Not its
 * caller either: a repetition may come with another API key, when keys are changed, and must not write twice.
 */
function toToken(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('base64url').slice(0, 36)
}

interface TransactionError extends Error {
  outcome?: string
  CancellationReasons?: { Code?: string; Message?: string; Item?: unknown }[]
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
function toPlainError(error: TransactionError): unknown {
  switch (error.name) {
    case 'UnknownOperationException':
      return refusal(
        'The idempotency key',
        'a database with transactions, which it needs',
        'one without (the embedded database has none)'
      )
    case 'IdempotentParameterMismatchException':
      return rename(error, error.name, WORDS.IdempotentParameterMismatchException)
    case 'TransactionCanceledException': {
      const [reason] = error.CancellationReasons ?? []
      const name = NAMES_BY_CODE[reason?.Code ?? '']
      return name ? rename(error, name, reason?.Message ?? error.message, reason?.Item) : error
    }
    default:
      return error
  }
}

/** Another error of the same outcome, for errors.ts to translate. */
function rename(error: TransactionError, name: string, message: string, Item?: unknown): Error {
  const { CancellationReasons: _, ...members } = error
  return Object.assign(new Error(message, { cause: error }), members, { name, message, Item })
}
