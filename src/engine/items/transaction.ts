import { EngineError, validationError } from '../errors.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024

/** Why one action cancels its transaction; `None` where it does not. */
export interface Reason {
  Item?: unknown
  Code: string
  Message?: string
}

const NONE: Reason = { Code: 'None' }

/**
 * Runs one action after the other. Throws TransactionCanceledException with a reason for each if
 * any fails, in AWS's form; what is not a failure of the action itself is thrown as it is.
 */
export function runActions<Action>(actions: Action[], run: (action: Action) => void): void {
  const reasons = actions.map((action) => {
    try {
      run(action)
      return NONE
    } catch (error) {
      return reasonOf(error)
    }
  })
  if (reasons.every((reason) => reason === NONE)) return
  const codes = reasons.map(({ Code }) => Code).join(', ')
  throw new EngineError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons }
  )
}

function reasonOf(error: unknown): Reason {
  if (!(error instanceof EngineError)) throw error
  if (error.type === 'ConditionalCheckFailedException') {
    return { ...error.members, Code: 'ConditionalCheckFailed', Message: error.message }
  }
  if (error.type === 'ValidationException') {
    return { Code: 'ValidationError', Message: error.message }
  }
  throw error
}

/** Throws where a transaction names an item twice. */
export function checkDistinct(keys: string[]): void {
  if (new Set(keys).size < keys.length) {
    throw validationError('Transaction request cannot include multiple operations on one item')
  }
}

/** Throws where the items of a transaction have more than 4 MB together. */
export function checkTotal(bytes: number): void {
  if (bytes > MAX_TRANSACTION_BYTES) {
    throw validationError('The aggregate size of the items in the transaction cannot exceed 4 MB')
  }
}
