import { runItem, runKey } from './run-items.ts'
import type { Requests, Step } from './step.ts'
import { LAB_ITEM } from './walk.ts'

const first = runItem('batch-a', { letter: 'a' })
const second = runItem('batch-b', { letter: 'b' })

const putBoth: Step = {
  name: 'Put two items (Put)',
  operation: 'batchWrite',
  payload: { Put: [first, second] },
  answer: { UnprocessedItems: undefined }
}

const readBoth: Step = {
  name: 'Read both, and one that is not there',
  description: 'The items come in no promised order.',
  operation: 'batchRead',
  payload: {
    Keys: [runKey('batch-a'), runKey('batch-b'), runKey('missing')],
    ConsistentRead: true,
    ProjectionExpression: 'letter'
  },
  items: [{ letter: 'a' }, { letter: 'b' }],
  answer: { UnprocessedKeys: undefined },
  checks: { 'two items': 'pm.expect(answer.Items).to.have.length(2)' }
}

export const batchRead: Requests = {
  before: [{ name: 'First, the lab’s item', operation: 'create' }, putBoth],
  example: { answer: { Items: [LAB_ITEM], UnprocessedKeys: undefined } },
  after: [readBoth]
}

export const batchWrite: Requests = {
  example: { answer: { UnprocessedItems: undefined } },
  after: [
    putBoth,
    {
      name: 'Put one again, and delete the other (Put, Delete)',
      operation: 'batchWrite',
      payload: {
        Put: [{ ...first, letter: 'c' }],
        Delete: [runKey('batch-b')],
        ReturnConsumedCapacity: 'TOTAL'
      },
      answer: { UnprocessedItems: undefined },
      checks: {
        'what it cost': 'pm.expect(answer.ConsumedCapacity.CapacityUnits).to.be.above(0)'
      }
    },
    {
      name: 'One is left',
      operation: 'batchRead',
      payload: { Keys: [runKey('batch-a'), runKey('batch-b')], ConsistentRead: true },
      answer: { Items: [{ ...first, letter: 'c' }] }
    }
  ]
}
