import { runItem, runKey } from './run-items.ts'
import type { Requests, Step } from './step.ts'
import { LAB_ITEM } from './walk.ts'

const order = runItem('order', { total: 9.5, paid: true })

const before: Step[] = [
  { name: 'First, the lab’s item', operation: 'create' },
  { name: 'First, an order', operation: 'create', payload: { Item: order } }
]

const ofTheOrder = {
  KeyConditionExpression: '#id = :id',
  ExpressionAttributeNames: { '#id': 'id' },
  ExpressionAttributeValues: { ':id': order.id }
}

export const query: Requests = {
  before,
  example: { items: [LAB_ITEM] },
  after: [
    {
      name: 'Only those that match (FilterExpression, ProjectionExpression)',
      operation: 'query',
      payload: {
        ...ofTheOrder,
        FilterExpression: '#total > :least',
        ProjectionExpression: '#total',
        ExpressionAttributeNames: { '#id': 'id', '#total': 'total' },
        ExpressionAttributeValues: { ':id': order.id, ':least': 9 },
        ConsistentRead: true
      },
      answer: { Items: [{ total: order.total }], Count: 1, ScannedCount: 1 }
    },
    {
      name: 'The last one (ScanIndexForward, Limit)',
      operation: 'query',
      payload: { ...ofTheOrder, ScanIndexForward: false, Limit: 1, ConsistentRead: true },
      answer: { Items: [order] }
    },
    {
      name: 'How many there are (Select)',
      operation: 'query',
      payload: { ...ofTheOrder, Select: 'COUNT', ConsistentRead: true },
      answer: { Items: undefined, Count: 1 }
    },
    {
      name: 'A partition that is empty',
      operation: 'query',
      payload: { ...ofTheOrder, ExpressionAttributeValues: { ':id': runKey('missing').id } },
      answer: { Items: [], Count: 0 }
    }
  ]
}

export const count: Requests = {
  before,
  example: { checks: { 'at least one': 'pm.expect(answer.Count).to.be.at.least(1)' } },
  after: [
    {
      name: 'Those of the whole table that match (FilterExpression)',
      description: 'All pages are counted, unless that takes longer than a request may.',
      operation: 'count',
      payload: {
        FilterExpression: '#run = :run AND #total = :total',
        ExpressionAttributeNames: { '#run': 'run', '#total': 'total' },
        ExpressionAttributeValues: { ':run': '{{runId}}', ':total': order.total },
        ConsistentRead: true
      },
      checks: {
        'one, unless there was no time for all':
          'if (!answer.LastEvaluatedKey) pm.expect(answer.Count).to.equal(1)'
      }
    }
  ]
}
