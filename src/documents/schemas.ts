import type { TSchema } from '@sinclair/typebox'
import { FORMATS } from '../operations/format.ts'
import type { Operation, OperationTable } from '../operations/operation.ts'
import { answerMembers, answerTypes } from './answers.ts'
import { constraints, tableNameLength } from './constraints.ts'
import { findByName, linkToParameter, linkToType, parameters, toAwsPage } from './parameters.ts'
import { refer, type Schema } from './schema.ts'
import { forTable, type TableDescription } from './table-description.ts'

type Schemas = Record<string, Schema>

/**
 * Makes the schemas in OpenAPI's `components`: of the operations, of the types and of the errors.
 */
export function toSchemas(operations: OperationTable, table: TableDescription): Schemas {
  const types: Schemas = {}
  const schemas: Schemas = {}
  for (const [name, operation] of Object.entries(operations)) {
    schemas[`${toTypeName(name)}Request`] = toRequest(name, operation)
    if (operation.payload) {
      schemas[`${toTypeName(name)}Payload`] = toPayload(name, operation.payload, operation, types)
    }
    schemas[`${toTypeName(name)}Answer`] = toAnswer(operation)
  }
  return {
    Envelope: toEnvelope(operations),
    ...schemas,
    ...types,
    ...answerTypes,
    AttributeValue,
    AttributeMap: { ...AttributeMap, examples: [forTable(ITEM, table)] },
    ...errors
  }
}

/** Returns the first part of the names of an operation's schemas: `Create` for `create`. */
export function toTypeName(operation: string): string {
  return operation.charAt(0).toUpperCase() + operation.slice(1)
}

const AttributeValue: Schema = {
  type: ['string', 'number', 'boolean', 'null', 'array', 'object'],
  items: refer('AttributeValue'),
  additionalProperties: refer('AttributeValue'),
  description:
    'An attribute value as plain JSON: string, number, boolean, null, list or map. Numbers are exact, to ' +
    'DynamoDB’s 38 significant digits. Sets and binary come out as arrays and base64 strings.'
}

const AttributeMap: Schema = {
  type: 'object',
  additionalProperties: refer('AttributeValue'),
  description: 'Attributes by name.'
}

const ITEM = { id: '1234ABCD', number: 5 }

const errors: Schemas = {
  FunctionError: {
    type: 'object',
    description: 'What the function itself refuses, or what DynamoDB refused.',
    required: ['errorType', 'errorMessage', 'requestId'],
    properties: {
      errorType: { type: 'string', examples: ['ValidationException'] },
      errorMessage: {
        type: 'string',
        description:
          'Of a refused envelope or payload: the member’s JSON Pointer, what was expected, what came. ' +
          'DynamoDB’s own errors keep DynamoDB’s words.',
        examples: ['/payload/Item: expected an object, got the string "x"']
      },
      requestId: { type: 'string', description: 'As in the header `x-amzn-RequestId`.' },
      Item: {
        ...refer('AttributeMap'),
        description:
          'The item that failed the condition, where `ReturnValuesOnConditionCheckFailure` asked for it.'
      },
      CancellationReasons: { type: 'array', items: {}, description: 'Why a transaction failed.' }
    }
  },
  GatewayError: {
    type: 'object',
    description: 'What API Gateway answers before or instead of the function.',
    required: ['message'],
    properties: { message: { type: 'string', examples: ['Missing Authentication Token'] } }
  }
}

function toEnvelope(operations: OperationTable): Schema {
  const names = Object.keys(operations)
  return {
    description: 'One operation, the table that it is for, and its payload.',
    oneOf: names.map((name) => refer(`${toTypeName(name)}Request`)),
    discriminator: {
      propertyName: 'operation',
      mapping: Object.fromEntries(
        names.map((name) => [name, refer(`${toTypeName(name)}Request`).$ref])
      )
    }
  }
}

function toRequest(name: string, operation: Operation): Schema {
  const { summary, call, payload, defaultPayload } = operation
  const isOnTable = call !== undefined && !call.isTableless
  const isPayloadRequired = payload !== undefined && defaultPayload === undefined
  return {
    title: name,
    type: 'object',
    description: summary,
    required: [
      'operation',
      ...(isOnTable ? ['tableName'] : []),
      ...(isPayloadRequired ? ['payload'] : [])
    ],
    properties: {
      operation: { const: name },
      ...(isOnTable ? { tableName } : {}),
      ...(call?.transaction ? { idempotencyKey } : {}),
      ...(call && !call.isFormatless ? { format } : {}),
      payload: payload ? refer(`${toTypeName(name)}Payload`) : { description: 'Any JSON value.' }
    }
  }
}

const tableName: Schema = {
  type: 'string',
  ...tableNameLength,
  description: 'The table; AWS’s `TableName`, which a payload may not have.'
}

const format: Schema = {
  type: 'string',
  enum: FORMATS,
  default: 'json',
  description:
    'How attribute values are written, in the payload and in the answer: as plain JSON, which the schemas show, ' +
    'or as [DynamoDB’s own](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html), ' +
    'which have sets and binary too.'
}

/** The schema of an idempotency key: 1 to 255 printable ASCII characters. */
export const idempotencyKey: Schema = {
  type: 'string',
  pattern: '^[ -~]{1,255}$',
  description:
    'Under it the write is applied once, however often it is sent within ten minutes; another request under ' +
    'the same key is 409. Then `ReturnValues` can only be `NONE`, and the legacy parameters are refused. The ' +
    'header `Idempotency-Key` does the same.'
}

function toPayload(name: string, payload: TSchema, { call }: Operation, types: Schemas): Schema {
  const aws = call?.name
  const schema = convert(payload, types, (member) => ({
    owner: aws,
    link: aws && linkToParameter(aws, member)
  }))
  const source = aws ? `, which calls [${aws}](${toAwsPage(aws)})` : ''
  return { ...schema, description: `The parameters of \`${name}\`${source}.` }
}

/**
 * Where a member is described: in parameters.ts under its owner, a call or a type, and on AWS's
 * page.
 */
interface Source {
  owner: string | undefined
  link: string | undefined
}

/**
 * Converts a payload's schema to plain JSON Schema; types that have a title are put into `types`.
 */
function convert(schema: TSchema, types: Schemas, sourceOf: (member: string) => Source): Schema {
  // `expected` and `counted` are words of our refusals, not keywords of JSON Schema.
  const { properties, additionalProperties, items, expected, counted, ...rest }: TSchema = schema
  return {
    ...(JSON.parse(JSON.stringify(rest)) as Schema),
    ...(items ? { items: convertInner(items, types) } : {}),
    ...(properties ? { properties: convertMembers(properties, types, sourceOf) } : {}),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: additionalProperties && convertInner(additionalProperties, types) })
  }
}

function convertMembers(
  properties: Record<string, TSchema>,
  types: Schemas,
  sourceOf: (member: string) => Source
): Schemas {
  return Object.fromEntries(
    Object.entries(properties).map(([member, schema]) => {
      const { owner, link } = sourceOf(member)
      const text = findByName(parameters, owner, member)
      const description = [text, link].filter((part) => part !== undefined).join(' ')
      const limits = findByName(constraints, owner, member) ?? {}
      return [member, { ...limit(convertInner(schema, types), limits), description }]
    })
  )
}

/** Adds the limits of constraints.ts to a schema, at any depth. */
function limit(schema: Schema, limits: Schema): Schema {
  const inner = (['items', 'additionalProperties'] as const).filter((keyword) => limits[keyword])
  const limited = inner.map((keyword) => [
    keyword,
    limit(schema[keyword] as Schema, limits[keyword] as Schema)
  ])
  return { ...schema, ...limits, ...Object.fromEntries(limited) }
}

/** Converts a schema; a type that has a title, which is AWS's name for it, becomes a reference. */
function convertInner(schema: TSchema, types: Schemas): Schema {
  const { title } = schema
  const sourceOf = (member: string): Source => ({
    owner: title,
    link: linkToType(`${title}`, member)
  })
  if (title === undefined) return convert(schema, types, sourceOf)
  if (title !== 'AttributeValue') types[title] ??= convert(schema, types, sourceOf)
  return refer(title)
}

function toAnswer({ summary, call }: Operation): Schema {
  if (!call) return { description: `${summary} Any JSON value.` }
  return {
    type: 'object',
    // The names of tables may be answered without a call, and then have no metadata.
    required: call.isTableless ? [] : ['ResponseMetadata'],
    properties: {
      ...Object.fromEntries(
        call.members.map((member) => [member, findByName(answerMembers, call.name, member) ?? {}])
      ),
      ResponseMetadata: refer('ResponseMetadata')
    },
    additionalProperties: false
  }
}
