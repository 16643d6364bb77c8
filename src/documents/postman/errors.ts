import { runItem, runKey } from './run-items.ts'
import type { Folder, Step } from './step.ts'

const item = runItem('item', { number: 5 })

function refused(
  name: string,
  place: string,
  envelope: { operation: string; [member: string]: unknown }
): Step {
  return {
    name,
    operation: envelope.operation,
    envelope,
    status: 400,
    answer: { errorType: 'ValidationException' },
    checks: { 'the message names the place': startsWith('errorMessage', `${place}: expected `) }
  }
}

function startsWith(member: string, text: string): string {
  return `pm.expect(answer.${member}.startsWith('${text}')).to.be.true`
}

const create = (payload: unknown) => ({ operation: 'create', tableName: '{{tableName}}', payload })

const ofTheFunction: Step[] = [
  {
    name: 'An operation that is none',
    envelope: { operation: 'drop' },
    status: 400,
    answer: {
      errorType: 'ValidationException',
      errorMessage: 'Unrecognized operation "drop"'
    }
  },
  refused('No table named', '/tableName', { operation: 'list', payload: {} }),
  refused('A wrong type', '/payload/Item', create({ Item: 'x' })),
  refused(
    'A parameter that the call does not know',
    '/payload/Kind',
    create({ Item: item, Kind: 'x' })
  ),
  refused(
    'A payload that names a table',
    '/payload/TableName',
    create({ Item: item, TableName: 'other' })
  ),
  {
    name: 'A number that DynamoDB cannot hold',
    operation: 'create',
    envelope: create({ Item: { ...item, large: 1e126 } }),
    status: 400,
    checks: {
      'the message names the place': startsWith('errorMessage', '/payload/Item/large: expected ')
    }
  },
  {
    name: 'What DynamoDB refuses, in DynamoDB’s words',
    operation: 'update',
    envelope: {
      operation: 'update',
      tableName: '{{tableName}}',
      payload: { Key: runKey('item'), UpdateExpression: 'number 5' }
    },
    status: 400,
    answer: { errorType: 'ValidationException' },
    checks: { 'the message': startsWith('errorMessage', 'Invalid UpdateExpression') }
  },
  { name: 'First, an item', operation: 'create', payload: { Item: item } },
  {
    name: 'A condition that does not hold, and the item as it is',
    operation: 'create',
    envelope: create({
      Item: item,
      ConditionExpression: 'attribute_not_exists(#id)',
      ExpressionAttributeNames: { '#id': 'id' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    }),
    status: 409,
    answer: {
      errorType: 'ConditionalCheckFailedException',
      errorMessage: 'The conditional request failed'
    },
    checks: {
      'the item as it is': `pm.expect(answer.Item.number).to.equal(${item.number})`
    }
  },
  {
    name: 'Another table: missing, or not allowed',
    operation: 'list',
    envelope: { operation: 'list', tableName: '{{runId}}' },
    status: [403, 404],
    checks: {
      errorType:
        "pm.expect(answer.errorType).to.be.oneOf(['ResourceNotFoundException', 'AccessDeniedException'])"
    }
  }
]

const ofTheGateway: Step[] = [
  {
    name: 'A body that is not JSON',
    body: '{"operation":',
    status: 400,
    checks: { 'the message': startsWith('message', 'Could not parse request body into json: ') }
  },
  {
    name: 'An unknown path',
    path: 'unknown',
    envelope: { operation: 'ping' },
    status: 403,
    whole: { message: 'Missing Authentication Token' }
  },
  {
    name: 'Another method',
    method: 'GET',
    status: 403,
    whole: { message: 'Missing Authentication Token' }
  },
  {
    name: 'A wrong key, where keys are asked for',
    description: 'Where none are (the variable `apiKey` is empty), it is not looked at.',
    operation: 'ping',
    envelope: { operation: 'ping' },
    apiKey: 'wrong',
    status: [200, 403],
    checks: {
      'forbidden, where keys are asked for':
        "pm.expect(answer).to.eql(pm.variables.get('apiKey') ? { message: 'Forbidden' } : 'pong')"
    }
  }
]

/** Requests that fail, with the errors of both layers. */
export const errors: Folder = {
  name: 'Errors',
  description:
    'Those of the function (`errorType`, `errorMessage`, `requestId`), then those of API Gateway (`message`).',
  steps: [...ofTheFunction, ...ofTheGateway.map((step) => ({ ...step, isGateways: true }))]
}
