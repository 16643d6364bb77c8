import { gatewayError, listErrorStatuses, retryHeaders, toErrorAnswer } from '../gateway/errors.ts'

/** How API Gateway's non-proxy integration answers what the function throws, as one status. */
export interface IntegrationResponse {
  status: string
  /** A regular expression of Java's, for the whole of the error's message. */
  pattern: string
  headers: Record<string, string>
  /** The body, in the Velocity Template Language. */
  template: string
}

// Not (.|\n)*, which Java matches by recursion, and which a long message would overflow; not .*, which
// ends at a line separator, and a message may repeat one.
const ANY = '[\\s\\S]'
/** What Lambda says of a function that it ended; other failures of its have no common words. */
const TIMED_OUT = 'Task timed out'

/**
 * Makes the integration responses: one for each status of the catalogue, and one for whatever happens to
 * the function outside of its handler. Exactly one pattern matches any message, for it is the message's
 * first word that chooses: with BARE_ERROR=answer the handler throws `409 {"errorType":…}`. The patterns
 * see nothing else of an error. A status has one response, so 504 stands for Lambda's own time limit too.
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
