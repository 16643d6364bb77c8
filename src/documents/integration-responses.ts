import { gatewayError, listErrorStatuses, retryHeaders, toErrorAnswer } from '../gateway/errors.ts'

/**
 * One integration response of API Gateway's non-proxy integration: how it answers some thrown
 * errors.
 */
export interface IntegrationResponse {
  status: string
  /** A Java regular expression that must match the whole of the error's message. */
  pattern: string
  headers: Record<string, string>
  /** The body of the answer, in the Velocity Template Language. */
  template: string
}

// Matches any character. Java matches (.|\n)* by recursion, which a long message would overflow,
// and .* stops at a line separator, which a message may contain.
const ANY = '[\\s\\S]'
/**
 * Lambda's message for a function that ran out of time; its other failures have no common words.
 */
const TIMED_OUT = 'Task timed out'

/**
 * Makes one integration response for each status of the catalogue, and one for failures outside of
 * the handler. Exactly one pattern matches any message, because its first word decides: with
 * BARE_ERROR=answer the handler throws `409 {"errorType":…}`, and a pattern sees nothing but the
 * message. A status can have one response only, so that of 504 also covers Lambda's own time limit.
 */
export function toIntegrationResponses(): IntegrationResponse[] {
  const statuses = listErrorStatuses()
  const notOurs = `(?!(?:${statuses.join('|')}) )`
  const timedOut = toErrorAnswer(gatewayError('TimedOut'), '', 'http')
  return [
    ...statuses
      .filter((status) => status !== timedOut.statusCode)
      .map((status) => ({
        status: String(status),
        pattern: `${status} ${ANY}*`,
        headers: retryHeaders(status),
        template: "$input.path('$.errorMessage').substring(4)"
      })),
    {
      status: '502',
      pattern: `${notOurs}(?!${ANY}*${TIMED_OUT})${ANY}+`,
      headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
      template: '{"message": "Internal server error"}'
    },
    {
      status: String(timedOut.statusCode),
      pattern: `${timedOut.statusCode} ${ANY}*|${notOurs}${ANY}*${TIMED_OUT}${ANY}*`,
      headers: timedOut.headers,
      template: JSON.stringify(timedOut.body)
    }
  ]
}
