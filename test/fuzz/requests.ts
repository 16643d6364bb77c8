import fc from 'fast-check'
import { type Body, body } from './envelopes.ts'
import { type RawRequest, raw } from './raw.ts'

/** A request that is valid HTTP, whatever its body is. */
export interface PlainRequest {
  kind: 'plain'
  method: string
  path: string
  headers: Record<string, string>
  body: Body
  /** Sent in chunks, without a Content-Length. */
  chunked: boolean
}

export type FuzzRequest = PlainRequest | RawRequest

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'SEARCH']

const PATHS = [
  '/',
  '/dynamodbmanager/',
  '//dynamodbmanager',
  '/dynamodbmanager//',
  '/dynamodb%6Danager',
  '/dynamodbmanager%2f',
  '/dynamodbmanager%00',
  '/dynamodbmanager;x=1',
  '/dynamodbmanager/../dynamodbmanager',
  '/./dynamodbmanager',
  '/Prod/../dynamodbmanager',
  '/prod/prod/dynamodbmanager',
  '/%',
  '/%zz',
  '/%ff%fe',
  '/\\dynamodbmanager',
  '/health',
  '/ready',
  '/health/..',
  '/__proto__',
  '/constructor',
  'http://127.0.0.1/dynamodbmanager',
  `/${'x'.repeat(5_000)}`,
  `/dynamodbmanager/${'../'.repeat(500)}`
]

const MANAGER_PATHS = [
  '/dynamodbmanager',
  '/DynamoDBManager',
  '/Prod/dynamodbmanager',
  '/prod/DYNAMODBMANAGER',
  '/dynamodbmanager?x=1&x=2&__proto__=3',
  '/dynamodbmanager?%zz',
  `/dynamodbmanager?${'a=b&'.repeat(1_000)}`
]

const HEADERS: Record<string, string>[] = [
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': '' },
  { 'content-type': '/' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': `application/json;${'a=b;'.repeat(500)}` },
  { 'content-type': 'text/__proto__' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'identity' },
  { 'content-encoding': 'IDENTITY , gzip' },
  { 'content-encoding': '' },
  { 'accept-encoding': 'gzip, br' },
  { accept: 'text/html' },
  { 'x-api-key': 'x'.repeat(4_000) },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-for': '127.0.0.1, ::1', 'x-forwarded-host': 'x' },
  { 'x-original-url': '/health' },
  { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' },
  { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
  { cookie: `a=${'b'.repeat(4_000)}` },
  { constructor: 'x', tostring: 'x', 'x-__proto__': 'x' },
  { 'idempotency-key': '"a key"' },
  { 'idempotency-key': 'a key' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'x'.repeat(300) },
  { range: 'bytes=0-1' },
  { 'if-none-match': '*' },
  { 'accept-version': '9.9.9' },
  { 'request-id': 'x', 'x-request-id': 'y', 'x-amzn-requestid': 'z' },
  { origin: 'null', 'access-control-request-method': 'POST' },
  Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`x-${n}`, `${n}`]))
]

const plain: fc.Arbitrary<PlainRequest> = fc.record({
  kind: fc.constant('plain' as const),
  method: fc.oneof(
    { arbitrary: fc.constant('POST'), weight: 40 },
    { arbitrary: fc.constantFrom(...METHODS), weight: 1 }
  ),
  path: fc.oneof(
    { arbitrary: fc.constant('/dynamodbmanager'), weight: 40 },
    { arbitrary: fc.constantFrom(...MANAGER_PATHS), weight: 4 },
    { arbitrary: fc.constantFrom(...PATHS), weight: 1 }
  ),
  headers: fc.oneof(
    { arbitrary: fc.constant({}), weight: 15 },
    { arbitrary: fc.constantFrom(...HEADERS), weight: 1 }
  ),
  body,
  chunked: fc.oneof(
    { arbitrary: fc.constant(false), weight: 30 },
    { arbitrary: fc.constant(true), weight: 1 }
  )
})

/** Any request of the fuzz run. */
export const anyRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  { arbitrary: plain, weight: 49 },
  { arbitrary: raw, weight: 1 }
)
