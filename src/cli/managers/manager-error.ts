import { STATUS_BY_TYPE } from '../../operations/errors.ts'
import type { Key } from './manager.ts'

/** What is told beside the words of a failure. */
export interface FailureFacts {
  /** Of the answer; missing where there was none, or a stream had begun. */
  statusCode?: number | undefined
  retryAfterMs?: number | undefined
  /** Where a stream goes on. */
  lastKey?: Key | undefined
  /** The whole answer as JSON. */
  answer?: string | undefined
  cause?: unknown
}

/** What the network, or who ends a stream without a last line, is told as. */
export const UNREACHABLE = 'Unreachable'

// The gateway's own, as the last line of a stream names them.
const PASSING_TYPES = new Set([
  UNREACHABLE,
  'EndpointRequestTimedOutException',
  'ServiceUnavailableException',
  'TooManyRequestsException'
])
const PASSING_STATUSES = new Set([408, 425, 429, 502, 503, 504])

/** A call that failed, in whichever way it was made. */
export class ManagerError extends Error {
  override readonly name = 'ManagerError'
  readonly errorType: string
  readonly facts: FailureFacts

  constructor(errorType: string, message: string, facts: FailureFacts = {}) {
    super(message, { cause: facts.cause })
    this.errorType = errorType
    this.facts = facts
  }

  get statusCode(): number | undefined {
    return this.facts.statusCode ?? STATUS_BY_TYPE.get(this.errorType)
  }

  /** Whether it may pass by itself: what is safe to repeat is worth another try. */
  get isPassing(): boolean {
    if (PASSING_TYPES.has(this.errorType)) return true
    return this.statusCode !== undefined && PASSING_STATUSES.has(this.statusCode)
  }

  /** Whether it holds for every item alike: no table, no permission, no such service. */
  get isGeneral(): boolean {
    const { statusCode, errorType, message } = this
    // The envelope's own members, beside its payload.
    if (/^\/(?!payload)/.test(message)) return true
    if (errorType === UNREACHABLE || errorType === 'AccessDeniedException') return true
    if (errorType === 'UnrecognizedClientException') return true
    return statusCode === undefined || ![400, 409, 413].includes(statusCode)
  }
}
