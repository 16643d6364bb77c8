import { batchRead, batchWrite } from './batch-requests.ts'
import { count, query } from './query-requests.ts'
import { runItem, runKey } from './run-items.ts'
import type { Requests, Step } from './step.ts'
import { describe, tables } from './table-requests.ts'
import { transactRead, transactWrite } from './transaction-requests.ts'
import { Verbatim } from './verbatim.ts'
import { LAB_ITEM, LAB_KEY } from './walk.ts'

// Shows the main parameters of each operation by example. A folder first puts the items that it
// needs, so that it can run alone, and any number of times.

const labItem: Step = { name: 'First, the lab’s item', operation: 'create' }

const order = runItem('order', { total: 9.5, paid: false, articles: [{ pen: 3 }] })
const orderKey = runKey('order')
const firstOrder: Step = { name: 'First, an order', operation: 'create', payload: { Item: order } }

const NUMBERS = {
  large: '9007199254740993',
  precise: '0.12345678901234567890123456789012345678'
}
const exact = runItem('exact', {
  large: new Verbatim(NUMBERS.large),
  precise: new Verbatim(NUMBERS.precise)
})

const typed = {
  id: { S: runKey('typed').id },
  run: { S: '{{runId}}' },
  colours: { SS: ['red'] },
  picture: { B: 'AQID' }
}
const createTyped: Step = {
  name: 'A set and binary, as DynamoDB has them (format)',
  operation: 'create',
  envelope: {
    operation: 'create',
    tableName: '{{tableName}}',
    format: 'dynamodb',
    payload: { Item: typed }
  }
}

const create: Requests = {
  example: { answer: { Attributes: undefined } },
  after: [
    createTyped,
    firstOrder,
    {
      name: 'Replace it, and see what it was (ReturnValues)',
      operation: 'create',
      payload: { Item: { ...order, paid: true }, ReturnValues: 'ALL_OLD' },
      answer: { Attributes: order }
    },
    {
      name: 'Only if it is paid (ConditionExpression)',
      operation: 'create',
      payload: {
        Item: order,
        ConditionExpression: '#paid = :paid',
        ExpressionAttributeNames: { '#paid': 'paid' },
        ExpressionAttributeValues: { ':paid': true }
      },
      answer: { Attributes: undefined }
    },
    {
      name: 'What it costs (ReturnConsumedCapacity)',
      operation: 'create',
      payload: { Item: order, ReturnConsumedCapacity: 'TOTAL' },
      checks: {
        'capacity units': 'pm.expect(answer.ConsumedCapacity.CapacityUnits).to.be.above(0)'
      }
    },
    {
      name: 'Numbers of 16 and of 38 digits',
      operation: 'create',
      payload: { Item: exact },
      answer: { Attributes: undefined }
    }
  ]
}

const read: Requests = {
  before: [labItem],
  example: { answer: { Item: LAB_ITEM } },
  after: [
    firstOrder,
    {
      name: 'Only some attributes (ProjectionExpression)',
      operation: 'read',
      payload: {
        Key: orderKey,
        ConsistentRead: true,
        ProjectionExpression: '#total, articles[0]',
        ExpressionAttributeNames: { '#total': 'total' }
      },
      answer: { Item: { total: order.total, articles: order.articles } }
    },
    {
      name: 'An item that is not there',
      operation: 'read',
      payload: { Key: runKey('missing') },
      answer: { Item: undefined }
    },
    { ...createTyped, name: 'First, an item with a set and binary' },
    {
      name: 'They come back as they were (format)',
      operation: 'read',
      envelope: {
        operation: 'read',
        tableName: '{{tableName}}',
        format: 'dynamodb',
        payload: { Key: { id: typed.id }, ConsistentRead: true }
      },
      answer: { Item: typed }
    },
    {
      name: 'In plain JSON they are a list and a text',
      operation: 'read',
      payload: { Key: runKey('typed'), ConsistentRead: true },
      answer: { Item: runItem('typed', { colours: ['red'], picture: 'AQID' }) }
    },
    {
      name: 'First, an item with long numbers',
      operation: 'create',
      payload: { Item: exact }
    },
    {
      name: 'Numbers come back exact',
      operation: 'read',
      payload: { Key: runKey('exact'), ConsistentRead: true },
      checks: Object.fromEntries(
        Object.entries(NUMBERS).map(([name, digits]) => [
          digits,
          `pm.expect(pm.response.text()).to.include('"${name}":${digits}')`
        ])
      )
    }
  ]
}

// The idempotency key is new in each run; under one of an earlier run, nothing would be counted.
const counter = runItem('counter', { visits: 0 })
const counterKey = runKey('counter')

function visit(name: string, description?: string): Step {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    operation: 'update',
    envelope: {
      operation: 'update',
      tableName: '{{tableName}}',
      idempotencyKey: '{{idempotencyKey}}',
      payload: {
        Key: counterKey,
        UpdateExpression: 'ADD visits :one',
        ExpressionAttributeValues: { ':one': 1 }
      }
    },
    checks: { 'the plain answer': "pm.expect(answer).to.have.all.keys('ResponseMetadata')" }
  }
}

const underKey: Step[] = [
  {
    name: 'First, a counter, and a new key',
    operation: 'create',
    payload: { Item: counter },
    keep: { idempotencyKey: "pm.variables.replaceIn('{{$guid}}')" }
  },
  visit(
    'Count under an idempotency key (idempotencyKey)',
    'Within ten minutes it is counted once, however often it is sent.'
  ),
  visit('Send it again, and get the same answer'),
  {
    name: 'It is counted once',
    operation: 'read',
    payload: { Key: counterKey, ConsistentRead: true },
    answer: { Item: { ...counter, visits: 1 } }
  }
]

const update: Requests = {
  before: [labItem],
  example: { answer: { Attributes: { ...LAB_ITEM, number: 6 } } },
  after: [
    firstOrder,
    {
      name: 'Count up and down (ADD)',
      operation: 'update',
      payload: {
        Key: orderKey,
        UpdateExpression: 'ADD #total :more, visits :one',
        ExpressionAttributeNames: { '#total': 'total' },
        ExpressionAttributeValues: { ':more': -0.5, ':one': 1 },
        ReturnValues: 'UPDATED_NEW'
      },
      answer: { Attributes: { total: 9, visits: 1 } }
    },
    {
      name: 'Add to a list, take an attribute away (SET, REMOVE)',
      operation: 'update',
      payload: {
        Key: orderKey,
        UpdateExpression: 'SET articles = list_append(articles, :more) REMOVE visits',
        ExpressionAttributeValues: { ':more': [{ ink: 1 }] },
        ReturnValues: 'ALL_NEW'
      },
      answer: { Attributes: { ...order, total: 9, articles: [{ pen: 3 }, { ink: 1 }] } }
    },
    {
      name: 'Only if it is not paid yet (ConditionExpression)',
      operation: 'update',
      payload: {
        Key: orderKey,
        UpdateExpression: 'SET paid = :yes',
        ConditionExpression: 'paid = :no',
        ExpressionAttributeValues: { ':yes': true, ':no': false },
        ReturnValues: 'UPDATED_OLD'
      },
      answer: { Attributes: { paid: false } }
    },
    ...underKey
  ]
}

const remove: Requests = {
  before: [labItem],
  example: { answer: { Attributes: LAB_ITEM } },
  after: [
    {
      name: 'What is gone is no error',
      operation: 'delete',
      payload: { Key: LAB_KEY, ReturnValues: 'ALL_OLD' },
      answer: { Attributes: undefined }
    },
    firstOrder,
    {
      name: 'Only if it is not paid (ConditionExpression)',
      operation: 'delete',
      payload: {
        Key: orderKey,
        ConditionExpression: 'paid = :no',
        ExpressionAttributeValues: { ':no': false },
        ReturnValues: 'ALL_OLD'
      },
      answer: { Attributes: order }
    }
  ]
}

const pages = {
  FilterExpression: '#run = :run AND attribute_exists(letter)',
  ExpressionAttributeNames: { '#run': 'run' },
  ExpressionAttributeValues: { ':run': '{{runId}}' },
  ConsistentRead: true
}

const list: Requests = {
  before: (['a', 'b'] as const).map((letter) => ({
    name: `First, an item: ${letter}`,
    operation: 'create',
    payload: { Item: runItem(`page-${letter}`, { letter }) }
  })),
  example: {
    checks: {
      'at most 25 items': 'pm.expect(answer.Items.length).to.be.within(1, 25)',
      'Count counts them': 'pm.expect(answer.Count).to.equal(answer.Items.length)'
    }
  },
  after: [
    {
      name: 'Only those that match (FilterExpression, ProjectionExpression)',
      operation: 'list',
      payload: { ...pages, ProjectionExpression: 'letter' },
      items: [{ letter: 'a' }, { letter: 'b' }],
      checks: { 'no others': 'pm.expect(answer.Items.length).to.be.at.most(2)' }
    },
    {
      name: 'How many there are (Select)',
      operation: 'list',
      payload: { ...pages, Select: 'COUNT' },
      answer: { Items: undefined },
      checks: {
        'two, unless the table has more pages':
          'if (!answer.LastEvaluatedKey) pm.expect(answer.Count).to.equal(2)',
        'more were read': 'pm.expect(answer.ScannedCount).to.be.at.least(answer.Count)'
      }
    },
    {
      name: 'The first page (Limit)',
      operation: 'list',
      payload: { Limit: 1, ConsistentRead: true },
      checks: {
        'one item': 'pm.expect(answer.Items).to.have.length(1)',
        'it says where it ended':
          'pm.expect(answer.Items[0]).to.deep.include(answer.LastEvaluatedKey)'
      },
      keep: { lastKey: 'JSON.stringify(answer.LastEvaluatedKey)' }
    },
    {
      name: 'The page after it (ExclusiveStartKey)',
      operation: 'list',
      payload: { Limit: 1, ExclusiveStartKey: new Verbatim('{{lastKey}}'), ConsistentRead: true },
      checks: {
        'another item':
          "pm.expect(answer.Items[0]).not.to.deep.include(JSON.parse(pm.collectionVariables.get('lastKey')))"
      }
    },
    {
      name: 'One half of the table (Segment, TotalSegments)',
      operation: 'list',
      payload: { Segment: 0, TotalSegments: 2, ReturnConsumedCapacity: 'TOTAL' },
      checks: {
        'what it cost': 'pm.expect(answer.ConsumedCapacity.CapacityUnits).to.be.at.least(0)'
      }
    }
  ]
}

const echo: Requests = {
  example: { whole: { somekey1: 'somevalue1', somekey2: 'somevalue2' } },
  after: [
    {
      name: 'Any JSON value',
      operation: 'echo',
      payload: [1, 'two', [null]],
      whole: [1, 'two', [null]]
    },
    { name: 'A missing payload is null', envelope: { operation: 'echo' }, whole: null }
  ]
}

const ping: Requests = { example: { whole: 'pong' } }

/** The further requests of each operation; an operation that is not listed has only its example. */
export const requests: Readonly<Record<string, Requests>> = {
  create,
  read,
  update,
  delete: remove,
  list,
  query,
  count,
  batchRead,
  batchWrite,
  transactRead,
  transactWrite,
  describe,
  tables,
  echo,
  ping
}
