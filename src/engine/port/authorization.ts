import type { IncomingHttpHeaders } from 'node:http'
import { failure, type PortAnswer } from './port-answer.ts'

const HEADER_PARTS = ['Credential', 'Signature', 'SignedHeaders']
const QUERY_PARTS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date'
]

/**
 * Asks for a signature of version 4, in the header or the query, with all its parts. Whose it is
 * and whether it fits is not looked at. Returns AWS's refusal where there is none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function checkAuthorization(
  headers: IncomingHttpHeaders,
  url: string
): PortAnswer | undefined {
  const { authorization } = headers
  const query = new URL(url, 'http://localhost').searchParams
  const isInQuery = query.has('X-Amz-Algorithm')
  if (authorization !== undefined && isInQuery) {
    return failure(
      400,
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
    )
  }
  if (isInQuery) return checkQuery(query)
  if (!authorization?.trim().startsWith('AWS4-')) {
    return failure(
      400,
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token'
    )
  }
  return checkHeader(authorization, headers)
}

function checkHeader(authorization: string, headers: IncomingHttpHeaders): PortAnswer | undefined {
  const parts = new Set(
    authorization
      .split(/[, ]/)
      .filter((part) => /=./.test(part))
      .map((part) => part.slice(0, part.indexOf('=')))
  )
  const faults = HEADER_PARTS.filter((name) => !parts.has(name)).map(
    (name) => `Authorization header requires '${name}' parameter. `
  )
  if (headers['x-amz-date'] === undefined && headers.date === undefined) {
    faults.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
    )
  }
  if (faults.length === 0) return undefined
  return failure(
    400,
    'IncompleteSignatureException',
    `${faults.join('')}Authorization=${authorization}`
  )
}

function checkQuery(query: URLSearchParams): PortAnswer | undefined {
  const faults = QUERY_PARTS.filter((name) => !query.get(name)).map(
    (name) => `AWS query-string parameters must include '${name}'. `
  )
  if (faults.length === 0) return undefined
  return failure(
    400,
    'IncompleteSignatureException',
    `${faults.join('')}Re-examine the query-string parameters.`
  )
}
