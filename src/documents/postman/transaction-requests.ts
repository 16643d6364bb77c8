import { runItem, runKey } from './run-items.ts'
import type { Requests, Step } from './step.ts'
import { LAB_ITEM } from './walk.ts'

const labItem: Step = { name: 'First, the lab’s item', operation: 'create' }

const accounts = ['account-a', 'account-b'] as const

const open: Step = {
  name: 'First, two accounts (Put)',
  operation: 'transactWrite',
  payload: {
    TransactItems: [
      { Put: { Item: runItem('account-a', { balance: 10 }) } },
      { Put: { Item: runItem('account-b', { balance: 0 }) } }
    ]
  }
}

function transfer(amount: number): object {
  const [from, to] = accounts.map((name) => ({
    Key: runKey(name),
    UpdateExpression: 'ADD balance :change'
  }))
  return {
    TransactItems: [
      {
        Update: {
          ...from,
          ConditionExpression: 'balance >= :least',
          ExpressionAttributeValues: { ':change': -amount, ':least': amount },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
        }
      },
      { Update: { ...to, ExpressionAttributeValues: { ':change': amount } } }
    ]
  }
}

function balances(name: string, ...values: number[]): Step {
  return {
    name,
    operation: 'transactRead',
    payload: {
      TransactItems: accounts.map((account) => ({
        Get: { Key: runKey(account), ProjectionExpression: 'balance' }
      }))
    },
    answer: { Responses: values.map((balance) => ({ Item: { balance } })) }
  }
}

export const transactRead: Requests = {
  before: [labItem],
  example: { answer: { Responses: [{ Item: LAB_ITEM }] } },
  after: [
    open,
    balances('Both at one moment (Get, ProjectionExpression)', 10, 0),
    {
      name: 'An item that is not there',
      operation: 'transactRead',
      payload: { TransactItems: [{ Get: { Key: runKey('missing') } }] },
      answer: { Responses: [{}] }
    }
  ]
}

export const transactWrite: Requests = {
  before: [labItem],
  after: [
    open,
    { name: 'Transfer (Update)', operation: 'transactWrite', payload: transfer(3) },
    balances('Both have changed', 7, 3),
    {
      name: 'Without cover nothing is written (ConditionExpression)',
      operation: 'transactWrite',
      payload: transfer(100),
      status: 409,
      answer: { errorType: 'TransactionCanceledException' },
      checks: {
        'the reasons, in the order of the entries':
          "pm.expect(answer.CancellationReasons.map(({ Code }) => Code)).to.eql(['ConditionalCheckFailed', 'None'])",
        'the item as it is': 'pm.expect(answer.CancellationReasons[0].Item.balance).to.equal(7)'
      }
    },
    balances('They are as they were', 7, 3)
  ]
}
