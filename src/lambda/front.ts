import { findLinesType } from '../gateway/accept.ts'
import type { ApiKey } from '../gateway/api-key.ts'
import { parseBody } from '../gateway/body.ts'
import { gatewayError } from '../gateway/errors.ts'
import { isManagerPath } from '../gateway/path.ts'
import { stringify } from '../json/stringify.ts'
import type { HttpRequest } from './event.ts'
import type { Invocation } from './invocation.ts'
import { checkSize } from './result.ts'

export interface FrontOptions {
  stage: string
  /** The most bytes that a body may have. */
  bodyLimit: number
  /** Finds the API key for a value of `x-api-key`; undefined: no key is required. */
  findKey: ((given: unknown) => ApiKey | undefined) | undefined
}

/** Makes the invocation by a front's event. Its result is an HTTP answer in that front's format. */
export function createFront(
  request: HttpRequest,
  requestId: string,
  { stage, bodyLimit, findKey }: FrontOptions
): Invocation {
  const { method, path, resultLimit } = request

  function toResult(statusCode: number, headers: Record<string, string>, body: string) {
    const own = { 'content-type': 'application/json', 'x-amzn-RequestId': requestId }
    return request.toResult({ statusCode, headers: { ...own, ...headers }, body })
  }

  return {
    resultLimit,
    /**
     * Makes the checks that API Gateway makes before the function runs, in the contract's order.
     */
    read() {
      const isManager = [stage, request.stage ?? stage].some((name) => isManagerPath(path, name))
      if (method !== 'POST' || !isManager) throw gatewayError('UnknownPath')
      const key = findKey?.(request.header('x-api-key'))
      if (findKey && !key) throw gatewayError('WrongKey')
      const bytes = request.decodeBody()
      if (bytes.length > bodyLimit) throw gatewayError('TooLarge')
      const body = parseBody(bytes, request.header('content-encoding'))
      const caller = { grant: key, idempotencyKey: request.header('idempotency-key') }
      return { body, caller, linesType: findLinesType(request.header('accept')) }
    },
    succeed({ text, wrote, headers }) {
      const result = toResult(200, headers, text)
      checkSize(text, () => JSON.stringify(result), resultLimit, wrote)
      return result
    },
    fail: (_error, { statusCode, headers, body }) => toResult(statusCode, headers, stringify(body))
  }
}
