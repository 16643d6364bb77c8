import {
  type CatalogueError,
  type GatewayErrorName,
  gatewayError,
  isDetailed,
  listErrors,
  retryHeaders
} from '../gateway/errors.ts'
import { MANAGER_PATH } from '../gateway/path.ts'
import type { OperationTable } from '../operations/operation.ts'
import { VERSION } from '../package/version.ts'
import { detailExamples, errorExamples, metadataExample } from './answers.ts'
import { toEnvelope } from './example.ts'
import { refer, type Schema } from './schema.ts'
import { idempotencyKey, toSchemas, toTypeName } from './schemas.ts'
import { forTable, LAB_TABLE, type TableDescription } from './table-description.ts'
import { toTyped } from './typed-values.ts'

export interface OpenApi {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Schema>>
  components: { schemas: Record<string, Schema> }
}

/** The server that is described; without options, one with the default configuration. */
export interface OpenApiOptions {
  /** The table for which the examples are written. */
  table?: TableDescription
  errorStatus?: 'http' | 'lambda'
}

/** Makes the OpenAPI description of the service: https://spec.openapis.org/oas/v3.1.1.html */
export function toOpenApi(
  operations: OperationTable,
  { table = LAB_TABLE, errorStatus = 'http' }: OpenApiOptions = {}
): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'DynamoDBManager',
      version: VERSION,
      summary: 'Create, read, update, delete and list the items of DynamoDB tables.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' }
    },
    // Whatever server delivers this document.
    servers: [{ url: '/' }],
    tags: [
      { name: 'manager', description: 'One path for all operations.' },
      { name: 'state', description: 'Whether the service lives and can work.' }
    ],
    paths: {
      [MANAGER_PATH]: { post: toManager(operations, table, errorStatus) },
      '/health': {
        get: toProbe('health', 'Whether the process lives.', {
          200: { status: 'ok', description: 'It lives.' }
        })
      },
      '/ready': {
        get: toProbe('ready', 'Whether DynamoDB answers and the table is there.', {
          200: { status: 'ready', description: 'The service can work.' },
          503: { status: 'unavailable', description: 'It cannot, for now.' }
        })
      }
    },
    components: {
      schemas: toSchemas(operations, table),
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
  'status 200, as in the lab.',
  '\n\nNumbers are exact in every answer; a page that reads JSON as JavaScript does shows those of more than 15',
  'digits rounded.'
].join(' ')

function toManager(
  operations: OperationTable,
  table: TableDescription,
  errorStatus: 'http' | 'lambda'
): Schema {
  const entries = Object.entries(operations)
  const isAnswered = (error: CatalogueError) => errorStatus === 'lambda' && isFunctions(error)
  const answered = listErrors().filter(isAnswered)
  return {
    operationId: 'manage',
    tags: ['manager'],
    summary: 'Run one operation.',
    description: [
      '| operation | |\n|---|---|',
      ...entries.map(([name, { summary }]) => `| \`${name}\` | ${summary} |`)
    ].join('\n'),
    security: [{}, { apiKey: [] }],
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'The member `idempotencyKey` as a header, in quotes or bare. Ignored where nothing is written.',
        schema: { type: idempotencyKey.type }
      }
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: refer('Envelope'),
          examples: { ...toExamples(operations, table), ...toTypedExamples(operations, table) }
        }
      }
    },
    responses: {
      200: {
        description: ['What the operation answers.', ...answered.map(describeError)].join(' '),
        headers: { 'x-amzn-RequestId': header('RequestId') },
        content: json(
          {
            anyOf: [
              ...entries.map(([name]) => refer(`${toTypeName(name)}Answer`)),
              ...(answered.length > 0 ? [refer('FunctionError')] : [])
            ]
          },
          { ...toAnswerExamples(operations, table), ...toErrorExamples(answered) }
        )
      },
      ...toErrorResponses(listErrors().filter((error) => !isAnswered(error)))
    }
  }
}

function toExamples(operations: OperationTable, table: TableDescription): Schema {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      {
        summary: `${name}: ${operation.summary}`,
        value: forTable(toEnvelope(name, operation, table.name), table)
      }
    ])
  )
}

/**
 * Makes the same examples with `format: "dynamodb"`, for each operation that has attribute values.
 */
function toTypedExamples(operations: OperationTable, table: TableDescription): Schema {
  return Object.fromEntries(
    Object.entries(operations).flatMap(([name, operation]) => {
      if (!operation.call || operation.call.isFormatless) return []
      const typed = toTyped(operation.payload, operation.example.payload)
      const { payload, ...envelope } = toEnvelope(name, operation, table.name, typed)
      const value = forTable({ ...envelope, format: 'dynamodb', payload }, table)
      return [[`${name}Typed`, { summary: `${name}, with typed values`, value }]]
    })
  )
}

/** Makes one response for each status; both layers may answer the same status. */
function toErrorResponses(errors: CatalogueError[]): Schema {
  const statuses = new Set(errors.map(({ status }) => status))
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      toErrorResponse(
        status,
        errors.filter((error) => error.status === status)
      )
    ])
  )
}

function toErrorResponse(status: number, errors: CatalogueError[]): Schema {
  const hasFunction = errors.some(isFunctions)
  const hasGateway = !errors.every(isFunctions)
  const schemas = [
    ...(hasFunction ? [refer('FunctionError')] : []),
    ...(hasGateway ? [refer('GatewayError')] : [])
  ]
  return {
    description: errors.map(describeError).join(' '),
    headers: {
      'x-amzn-RequestId': header('RequestId'),
      ...(hasGateway ? { 'x-amzn-ErrorType': header('ErrorType') } : {}),
      ...('retry-after' in retryHeaders(status) ? { 'retry-after': header('RetryAfter') } : {})
    },
    content: json(schemas.length === 1 ? schemas[0] : { oneOf: schemas }, toErrorExamples(errors))
  }
}

function isFunctions({ layer }: CatalogueError): boolean {
  return layer === 'function'
}

function toErrorExamples(errors: CatalogueError[]): Schema {
  return Object.fromEntries(errors.map((error) => [error.name, { value: toErrorExample(error) }]))
}

function describeError(error: CatalogueError): string {
  if (error.layer === 'function') return `\`${error.name}\`.`
  return `\`{"message":"${error.message}${error.detailed ? ': …' : ''}"}\`.`
}

function toErrorExample(error: CatalogueError): Schema {
  if (error.layer === 'gateway') return { message: toGatewayExample(error.name) }
  return {
    errorType: error.name,
    errorMessage: errorExamples[error.name],
    requestId: '9f6c1b52-3a70-4c39-8d1e-2b7f5a640c18'
  }
}

function toGatewayExample(name: GatewayErrorName): string {
  const { message } = isDetailed(name)
    ? gatewayError(name, detailExamples[name])
    : gatewayError(name)
  return message
}

function toAnswerExamples(operations: OperationTable, table: TableDescription): Schema {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { call, example }]) => {
      const shown = forTable(example.answer, table)
      return [
        name,
        {
          summary: `${name}, for example`,
          value: call ? { ...(shown as object), ResponseMetadata: metadataExample } : shown
        }
      ]
    })
  )
}

function toProbe(
  operationId: string,
  summary: string,
  answers: Record<number, { status: string; description: string }>
): Schema {
  const responses = Object.entries(answers).map(([code, { status, description }]) => {
    const properties = { status: { const: status } }
    return [
      code,
      { description, content: json({ type: 'object', required: ['status'], properties }) }
    ]
  })
  return {
    operationId,
    tags: ['state'],
    summary,
    responses: Object.fromEntries(responses)
  }
}

function json(schema: unknown, examples?: Schema): Schema {
  return { 'application/json': { schema, ...(examples ? { examples } : {}) } }
}

function header(name: string): Schema {
  return { $ref: `#/components/headers/${name}` }
}
