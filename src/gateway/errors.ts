import { ServiceError, STATUS_BY_TYPE } from '../operations/errors.ts'

/** The answer to a failed request, before the server or the function adds its own headers. */
export interface ErrorAnswer {
  statusCode: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

interface GatewayErrorRecord {
  /** The answer's `x-amzn-ErrorType`. */
  type: string
  status: number
  message: string
  /** Whether the message is followed by a detail: `message: detail`. */
  detailed: boolean
}

/**
 * The failures that API Gateway answers before or instead of the function, with its own messages if
 * it has any:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const ERRORS = {
  UnknownPath: {
    type: 'MissingAuthenticationTokenException',
    status: 403,
    message: 'Missing Authentication Token',
    detailed: false
  },
  WrongKey: { type: 'ForbiddenException', status: 403, message: 'Forbidden', detailed: false },
  ForeignOrigin: { type: 'ForbiddenException', status: 403, message: 'Forbidden', detailed: true },
  BadRequest: { type: 'BadRequestException', status: 400, message: 'Bad Request', detailed: true },
  UnreadableBody: {
    type: 'BadRequestException',
    status: 400,
    message: 'Could not parse request body into json',
    detailed: true
  },
  TooLarge: {
    type: 'RequestTooLongException',
    status: 413,
    message: 'Request Too Long',
    detailed: false
  },
  TooManyRequests: {
    type: 'TooManyRequestsException',
    status: 429,
    message: 'Too Many Requests',
    detailed: false
  },
  TooBusy: {
    type: 'ServiceUnavailableException',
    status: 503,
    message: 'Service Unavailable',
    detailed: false
  },
  TimedOut: {
    type: 'EndpointRequestTimedOutException',
    status: 504,
    message: 'Endpoint request timed out',
    detailed: false
  }
} as const satisfies Record<string, GatewayErrorRecord>

type Errors = typeof ERRORS
export type GatewayErrorName = keyof Errors
export type DetailedErrorName = {
  [Name in GatewayErrorName]: Errors[Name]['detailed'] extends true ? Name : never
}[GatewayErrorName]

/** Says whether the message of this error is followed by a detail. */
export function isDetailed(name: GatewayErrorName): name is DetailedErrorName {
  return ERRORS[name].detailed
}

/** Makes an error of API Gateway's layer, with a detail exactly if it is a detailed one. */
export function gatewayError(name: Exclude<GatewayErrorName, DetailedErrorName>): ServiceError
export function gatewayError(name: DetailedErrorName, detail: string): ServiceError
export function gatewayError(name: GatewayErrorName, detail?: string): ServiceError {
  const { type, status, message } = ERRORS[name]
  return new ServiceError(type, detail === undefined ? message : `${message}: ${detail}`, {
    statusCode: status,
    layer: 'gateway'
  })
}

/**
 * Makes the answer to a failure. `errorStatus` "lambda" answers the function's errors with status
 * 200, as API Gateway's non-proxy integration does; the gateway's own errors keep their status.
 */
export function toErrorAnswer(
  error: ServiceError,
  requestId: string,
  errorStatus: 'http' | 'lambda'
): ErrorAnswer {
  const { errorType, message, statusCode, layer } = error
  const retryAfter = retryHeaders(statusCode)
  if (layer === 'gateway') {
    return {
      statusCode,
      headers: { 'x-amzn-ErrorType': errorType, ...retryAfter },
      body: { message }
    }
  }
  const body = { errorType, errorMessage: message, requestId, ...error.details }
  if (errorStatus === 'lambda') return { statusCode: 200, headers: {}, body }
  return { statusCode, headers: retryAfter, body }
}

/** Makes the header Retry-After, in seconds, if the status says that a retry may help. */
export function retryHeaders(statusCode: number): Record<string, string> {
  return statusCode === 429 || statusCode === 503 ? { 'retry-after': '1' } : {}
}

/** A failure as the documents list it. Messages of the function's errors differ each time. */
export type CatalogueError =
  | { layer: 'function'; name: string; status: number }
  | ({ layer: 'gateway'; name: GatewayErrorName } & GatewayErrorRecord)

/** Lists every failure that a client may get: the function's, then the gateway's. */
export function listErrors(): CatalogueError[] {
  const names = Object.keys(ERRORS) as GatewayErrorName[]
  return [
    ...[...STATUS_BY_TYPE].map(([name, status]) => ({ layer: 'function' as const, name, status })),
    ...names.map((name) => ({ layer: 'gateway' as const, name, ...ERRORS[name] }))
  ]
}

/** Lists every status that a failure may have, in ascending order. */
export function listErrorStatuses(): number[] {
  return [...new Set(listErrors().map(({ status }) => status))].sort((a, b) => a - b)
}
