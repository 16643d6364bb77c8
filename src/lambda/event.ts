import { gatewayError } from '../gateway/errors.ts'
import { kindOf } from '../operations/words.ts'

/** One HTTP request, whichever front passed it on. */
export interface HttpRequest {
  method: string
  /** As the front tells it, without the query, and without what a domain of the API's own puts before it. */
  path: string
  /** The stage by which the front was called, where it has stages. */
  stage: string | undefined
  /** Throws the gateway's 400 if the event has no text for a body. */
  readBody(): Buffer
  /** By name in any case; several of one name are joined as Node's HTTP server joins them. */
  header(name: string): string | undefined
  toResult(answer: HttpAnswer): HttpResult
  /** Bytes that a result may have as JSON. */
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

/** As Lambda's own refusal, Function.ResponseSizeTooLarge, names it. */
export const RESULT_LIMIT = 6_291_556
/** "1 MB": https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
const ELB_RESULT_LIMIT = 1_048_576

/** What the fronts' events have in common; the test console of a REST API leaves maps null. */
interface HttpEvent {
  headers?: Record<string, string> | null
  multiValueHeaders?: Record<string, string[]> | null
  body?: string | null
  isBase64Encoded?: boolean
  requestContext: { stage?: string; elb?: object }
}

/** A REST API's, an HTTP API's of format 1.0, and a load balancer's. */
interface EventV1 extends HttpEvent {
  httpMethod: string
  path: string
  requestContext: HttpEvent['requestContext'] & { path?: string; resourcePath?: string }
}

/** An HTTP API's of format 2.0, and a function URL's. */
interface EventV2 extends HttpEvent {
  version: '2.0'
  rawPath: string
  requestContext: { stage?: string; http: { method: string } }
}

/**
 * Reads the event of a front: REST API, HTTP API, function URL, load balancer. undefined: the event is the
 * envelope itself. Whatever has a member `operation` of its own is one, as no front's event does: an
 * envelope may carry members of any other name, and they are ignored. Formats:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readHttpEvent(event: unknown): HttpRequest | undefined {
  if (!isObject(event) || Object.hasOwn(event, 'operation')) return undefined
  if (isV1(event)) return toRequest(event, event.httpMethod, pathOf(event))
  if (isV2(event)) return toRequest(event, event.requestContext.http.method, event.rawPath)
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isV1(event: object): event is EventV1 {
  const { httpMethod, path, requestContext } = event as Partial<EventV1>
  return typeof httpMethod === 'string' && typeof path === 'string' && isObject(requestContext)
}

// Called by a domain of the API's own, an event of version 1 has the base path that is mapped to the API in both
// of its paths; elsewhere that of the context begins with the stage. One of version 2 never has it.
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

function toRequest(event: HttpEvent, method: string, path: string): HttpRequest {
  const { elb, stage } = event.requestContext
  const isElb = elb !== undefined
  return {
    method,
    path,
    stage: typeof stage === 'string' ? stage : undefined,
    readBody: () => readBody(event),
    header: (name) => readHeader(event, name),
    toResult: isElb ? (answer) => toElbResult(answer, event) : toApiResult,
    resultLimit: isElb ? ELB_RESULT_LIMIT : RESULT_LIMIT
  }
}

function readBody({ body, isBase64Encoded }: HttpEvent): Buffer {
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
  // Where both are there, `headers` has only the last of each name.
  const values = Object.entries(multiValueHeaders ?? headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value)
  return values.length > 0 ? values.join(', ') : undefined
}

function toApiResult({ statusCode, headers, body }: HttpAnswer): HttpResult {
  return { statusCode, headers, body, isBase64Encoded: false }
}

// Headers go back in the form in which they came, or the load balancer drops them:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers
function toElbResult(answer: HttpAnswer, { multiValueHeaders }: HttpEvent): HttpResult {
  const { statusCode, headers, body } = answer
  // On demand: no other front needs it, and it would be a tenth of a cold start.
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
