import fc from 'fast-check'
import t from 'tap'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { call, Refusal } from './caller.ts'

const TableName = 'accounts'
const ACCOUNTS = ['a', 'b', 'c', 'd']
const START = 10

const account = fc.constantFrom(...ACCOUNTS)
const step = fc.oneof(
  fc.record({ from: account, to: account, amount: fc.integer({ min: 1, max: 12 }) }),
  fc.constant('read all' as const),
  fc.constant('query all' as const)
)

t.test('transactions that run at the same time are as if one after the other', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 40 }), async (steps) => {
      const engine = await createEngine({})
      await open(engine)
      // All are under way at once; none may see another's half.
      const sums = await Promise.all(
        steps.map(async (each) => {
          if (each === 'read all') return sumOf(await readAll(engine))
          if (each === 'query all') return sumOf(await queryAll(engine))
          await transfer(engine, each)
          return undefined
        })
      )
      sums.push(sumOf(await readAll(engine)))
      for (const sum of sums) if (sum !== undefined) t.equal(sum, ACCOUNTS.length * START)
      for (const balance of await readAll(engine)) t.ok(balance >= 0, 'no account is overdrawn')
      await engine.close()
    }),
    { numRuns: 200 }
  )
})

async function open(engine: Engine): Promise<void> {
  await call(engine, 'CreateTable', {
    TableName,
    KeySchema: [
      { AttributeName: 'bank', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' }
    ],
    AttributeDefinitions: [
      { AttributeName: 'bank', AttributeType: 'S' },
      { AttributeName: 'id', AttributeType: 'S' }
    ],
    BillingMode: 'PAY_PER_REQUEST'
  })
  for (const id of ACCOUNTS) {
    const Item = { ...keyOf(id), balance: { N: String(START) } }
    await call(engine, 'PutItem', { TableName, Item })
  }
}

async function transfer(engine: Engine, move: { from: string; to: string; amount: number }) {
  const values = { ':amount': { N: String(move.amount) } }
  const change = (id: string, sign: string, condition: object) => ({
    Update: {
      TableName,
      Key: keyOf(id),
      UpdateExpression: `SET balance = balance ${sign} :amount`,
      ExpressionAttributeValues: values,
      ...condition
    }
  })
  const TransactItems = [
    change(move.from, '-', { ConditionExpression: 'balance >= :amount' }),
    change(move.to, '+', {})
  ]
  try {
    await call(engine, 'TransactWriteItems', { TransactItems })
  } catch (error) {
    const type = error instanceof Refusal ? error.type : ''
    // Two actions on one item are refused, and so is what the account does not hold.
    if (type !== 'TransactionCanceledException' && move.from !== move.to) throw error
  }
}

async function readAll(engine: Engine): Promise<number[]> {
  const TransactItems = ACCOUNTS.map((id) => ({ Get: { TableName, Key: keyOf(id) } }))
  const { Responses } = await call(engine, 'TransactGetItems', { TransactItems })
  return (Responses as { Item: Account }[]).map(({ Item }) => Number(Item.balance.N))
}

/** AWS promises less for a Query; this engine reads from one state of its store. */
async function queryAll(engine: Engine): Promise<number[]> {
  const { Items } = await call(engine, 'Query', {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'bank = :bank',
    ExpressionAttributeValues: { ':bank': { S: 'x' } }
  })
  return (Items as Account[]).map(({ balance }) => Number(balance.N))
}

interface Account {
  balance: { N: string }
}

function keyOf(id: string) {
  return { bank: { S: 'x' }, id: { S: id } }
}

function sumOf(balances: number[]): number {
  return balances.reduce((sum, balance) => sum + balance, 0)
}
