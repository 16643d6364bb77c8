import type { Folder } from './step.ts'

export const LAB_KEY = { id: '1234ABCD' }
/** The item of the operation table's examples, as `create` puts it. */
export const LAB_ITEM = { ...LAB_KEY, number: 5 }
const CHANGED_ITEM = { ...LAB_KEY, number: 6 }

/** Runs the examples of the operation table one after the other, and checks their answers. */
export const walk: Folder = {
  name: 'The lab’s walk',
  description: 'What the lab does, in its order, with the item that it uses.',
  steps: [
    {
      name: 'Test the function',
      operation: 'echo',
      whole: { somekey1: 'somevalue1', somekey2: 'somevalue2' }
    },
    { name: 'Put an item into the table', operation: 'create', answer: { Attributes: undefined } },
    {
      name: 'See it in the table',
      operation: 'list',
      payload: { ConsistentRead: true },
      checks: {
        'Count counts the items': 'pm.expect(answer.Count).to.equal(answer.Items.length)'
      },
      items: [LAB_ITEM]
    },
    { name: 'Read it', operation: 'read', answer: { Item: LAB_ITEM } },
    { name: 'Change it', operation: 'update', answer: { Attributes: CHANGED_ITEM } },
    { name: 'Delete it', operation: 'delete', answer: { Attributes: CHANGED_ITEM } },
    { name: 'It is gone', operation: 'read', answer: { Item: undefined } }
  ]
}
