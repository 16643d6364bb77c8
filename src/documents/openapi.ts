import { MANAGER_PATH } from '../gateway/path.ts'
import {
  type CatalogueError,
  listErrorStatuses,
  listErrors,
  retryHeaders
} from '../operations/errors.ts'
import type { OperationTable } from '../operations/table.ts'
import { LAB_TABLE, toEnvelope } from './example.ts'
import { refer, type Schema, toSchemas, toTypeName } from './schemas.ts'

/** The version of the package. */
export const VERSION = '1.0.0'

export interface OpenApi {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Schema>>
  components: { schemas: Record<string, Schema> }
}

/** Makes the description of the API: https://spec.openapis.org/oas/v3.1.1.html */
export function toOpenApi(operations: OperationTable, tableName = LAB_TABLE): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'DynamoDBManager',
      version: VERSION,
      summary: 'Create, read, update, delete and list the items of DynamoDB tables.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' }
    },
    // Wherever this is served from.
    servers: [{ url: '/' }],
    tags: [
      { name: 'manager', description: 'One path for all operations.' },
      { name: 'state', description: 'Whether the service lives and can work.' }
    ],
    paths: {
      [MANAGER_PATH]: { post: toManager(operations, tableName) },
      '/health': {
        get: toProbe('health', 'Whether the process lives.', { 200: 'It lives.' }, ['ok'])
      },
      '/ready': {
        get: toProbe(
          'ready',
          'Whether DynamoDB answers and the table is there.',
          { 200: 'The service can work.', 503: 'It cannot, yet.' },
          ['ready', 'unavailable']
        )
      }
    },
    components: {
      schemas: toSchemas(operations),
      headers: {
        RequestId: {
          description: 'The id of this request, as in the log.',
          schema: { type: 'string', format: 'uuid' }
        },
        RetryAfter: {
          description: 'Seconds until trying again may help.',
          schema: { type: 'integer' }
        },
        ErrorType: {
          description: 'The type of an error of API Gateway’s layer.',
          schema: { type: 'string' }
        }
      },
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'Asked for only where the service has keys (`API_KEYS`).'
        }
      }
    }
  } as OpenApi
}

const INTRODUCTION = [
  'One path takes every operation: `{ "operation", "tableName", "payload" }`. The payload has the parameters of',
  'DynamoDB’s own call, in AWS’s spelling, with items as plain JSON. Choose an example below, and execute it.',
  '\n\nErrors come in two layers: those of the function (`errorType`, `errorMessage`, `requestId`), and those that',
  'API Gateway answers before or instead of it (`message`). With `ERROR_STATUS=lambda` the function’s errors have',
  'status 200, as in the lab.'
].join(' ')

function toManager(operations: OperationTable, tableName: string): Schema {
  const entries = Object.entries(operations)
  return {
    operationId: 'manage',
    tags: ['manager'],
    summary: 'Run one operation.',
    description: [
      '| operation | |\n|---|---|',
      ...entries.map(([name, { summary }]) => `| \`${name}\` | ${summary} |`)
    ].join('\n'),
    security: [{}, { apiKey: [] }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: refer('Envelope'),
          examples: Object.fromEntries(
            entries.map(([name, operation]) => [
              name,
              {
                summary: `${name}: ${operation.summary}`,
                value: toEnvelope(name, operation, tableName)
              }
            ])
          )
        }
      }
    },
    responses: {
      200: {
        description: 'What the operation answers.',
        headers: { 'x-amzn-RequestId': header('RequestId') },
        content: json({ anyOf: entries.map(([name]) => refer(`${toTypeName(name)}Answer`)) })
      },
      ...toErrorResponses()
    }
  }
}

/** By status: a status has one response, though either layer may answer it. */
function toErrorResponses(): Schema {
  return Object.fromEntries(
    listErrorStatuses().map((status) => [
      status,
      toErrorResponse(
        status,
        listErrors().filter((error) => error.status === status)
      )
    ])
  )
}

function toErrorResponse(status: number, errors: CatalogueError[]): Schema {
  const hasFunction = errors.some(({ message }) => message === undefined)
  const hasGateway = errors.some(({ message }) => message !== undefined)
  const schemas = [
    ...(hasFunction ? [refer('FunctionError')] : []),
    ...(hasGateway ? [refer('GatewayError')] : [])
  ]
  return {
    description: errors.map(tell).join(' '),
    headers: {
      'x-amzn-RequestId': header('RequestId'),
      ...(hasGateway ? { 'x-amzn-ErrorType': header('ErrorType') } : {}),
      ...('retry-after' in retryHeaders(status) ? { 'retry-after': header('RetryAfter') } : {})
    },
    content: json(schemas.length === 1 ? schemas[0] : { oneOf: schemas })
  }
}

function tell({ type, message }: CatalogueError): string {
  return message === undefined ? `\`${type}\`.` : `\`{"message":"${message}"}\`.`
}

function toProbe(
  operationId: string,
  summary: string,
  statuses: Record<number, string>,
  words: string[]
): Schema {
  const schema = {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: words } }
  }
  return {
    operationId,
    tags: ['state'],
    summary,
    responses: Object.fromEntries(
      Object.entries(statuses).map(([status, description]) => [
        status,
        { description, content: json(schema) }
      ])
    )
  }
}

function json(schema: unknown): Schema {
  return { 'application/json': { schema } }
}

function header(name: string): Schema {
  return { $ref: `#/components/headers/${name}` }
}
