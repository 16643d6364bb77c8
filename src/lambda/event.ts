import { gatewayError } from '../gateway/errors.ts'
import { kindOf } from '../operations/words.ts'

/** One HTTP request, in the same form for every front. */
export interface HttpRequest {
  method: string
  /** The path in the event, without the query and without the base path of a custom domain. */
  path: string
  /** The stage by which the front was called, if it has stages. */
  stage: string | undefined
  /** Decodes the body's bytes. Throws the gateway's 400 if the event's body is not a string. */
  decodeBody(): Buffer
  /** Reads a header by its lower-case name; joins several of one name as Node's server does. */
  header(name: string): string | undefined
  /** Makes the function's result in the front's format. */
  toResult(answer: HttpAnswer): HttpResult
  /** The most bytes that the result may have as JSON. */
  resultLimit: number
}

export interface HttpAnswer {
  statusCode: number
  headers: Record<string, string>
  body: string
}

export interface HttpResult {
  statusCode: number
  statusDescription?: string
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  body: string
  isBase64Encoded: false
}

/**
 * How many bytes Lambda returns at most; its error Function.ResponseSizeTooLarge names the number.
 */
export const RESULT_LIMIT = 6_291_556
/**
 * How many bytes a load balancer takes at most, documented as "1 MB":
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
const ELB_RESULT_LIMIT = 1_048_576

/** The members that all fronts' events have; the test console of a REST API sends null for maps. */
interface HttpEvent {
  headers?: Record<string, string> | null
  multiValueHeaders?: Record<string, string[]> | null
  body?: string | null
  isBase64Encoded?: boolean
  requestContext: { stage?: string; elb?: object }
}

/** The event of a REST API, of an HTTP API with format 1.0, or of a load balancer. */
interface EventV1 extends HttpEvent {
  httpMethod: string
  path: string
  requestContext: HttpEvent['requestContext'] & { path?: string; resourcePath?: string }
}

/** The event of an HTTP API with format 2.0, or of a function URL. */
interface EventV2 extends HttpEvent {
  version: '2.0'
  rawPath: string
  requestContext: { stage?: string; http: { method: string } }
}

/**
 * Reads the event of a front: REST API, HTTP API, function URL or load balancer. Returns undefined
 * if the event is the envelope itself. An event with an own member `operation` always is an
 * envelope, whatever else it has: no front's event has that member. The formats are specified in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readHttpEvent(event: unknown): HttpRequest | undefined {
  if (!isObject(event) || Object.hasOwn(event, 'operation')) return undefined
  if (isV1(event)) return toHttpRequest(event, event.httpMethod, pathOf(event))
  if (isV2(event)) return toHttpRequest(event, event.requestContext.http.method, event.rawPath)
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isV1(event: object): event is EventV1 {
  const { httpMethod, path, requestContext } = event as Partial<EventV1>
  return typeof httpMethod === 'string' && typeof path === 'string' && isObject(requestContext)
}

// Behind a custom domain, a version 1 event has the mapped base path in both `path` and
// `requestContext.path`; otherwise the latter starts with the stage. Version 2 never has the base
// path.
function pathOf({ path, requestContext }: EventV1): string {
  const { path: asked, resourcePath } = requestContext
  const isBased = asked === path && typeof resourcePath === 'string' && path.endsWith(resourcePath)
  return isBased ? resourcePath : path
}

function isV2(event: object): event is EventV2 {
  const { version, rawPath, requestContext } = event as Partial<EventV2>
  return (
    version === '2.0' &&
    typeof rawPath === 'string' &&
    typeof requestContext?.http?.method === 'string'
  )
}

function toHttpRequest(event: HttpEvent, method: string, path: string): HttpRequest {
  const { elb, stage } = event.requestContext
  const isElb = elb !== undefined
  return {
    method,
    path,
    stage: typeof stage === 'string' ? stage : undefined,
    decodeBody: () => decodeBody(event),
    header: (name) => readHeader(event, name),
    toResult: isElb ? (answer) => toElbResult(answer, event) : toApiResult,
    resultLimit: isElb ? ELB_RESULT_LIMIT : RESULT_LIMIT
  }
}

function decodeBody({ body, isBase64Encoded }: HttpEvent): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0)
  if (typeof body !== 'string') {
    throw gatewayError(
      'UnreadableBody',
      `expected a string in the event's body, got ${kindOf(body)}`
    )
  }
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
}

function readHeader({ headers, multiValueHeaders }: HttpEvent, name: string): string | undefined {
  // If the event has both maps, `headers` has only the last value of each name.
  const values = Object.entries(multiValueHeaders ?? headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value)
  return values.length > 0 ? values.join(', ') : undefined
}

function toApiResult({ statusCode, headers, body }: HttpAnswer): HttpResult {
  return { statusCode, headers, body, isBase64Encoded: false }
}

// A load balancer drops headers that are not in the same kind of map as the request's:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers
function toElbResult(answer: HttpAnswer, { multiValueHeaders }: HttpEvent): HttpResult {
  const { statusCode, headers, body } = answer
  // node:http is loaded on demand: no other front needs it, and it takes a tenth of a cold start.
  const { STATUS_CODES } = process.getBuiltinModule('node:http')
  const lists = Object.entries(headers).map(([name, value]) => [name, [value]])
  return {
    statusCode,
    statusDescription: `${statusCode} ${STATUS_CODES[statusCode]}`,
    ...(multiValueHeaders ? { multiValueHeaders: Object.fromEntries(lists) } : { headers }),
    body,
    isBase64Encoded: false
  }
}
