import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../fixtures/random.ts'
import {
  type Finding,
  type Item,
  type Outcome,
  type Step,
  type Subject,
  type Table,
  wrong
} from '../subject.ts'

const MAX_TRANSFERS = 40

/** All clients move amounts between these; each begins with nothing, and may be below it. */
const ACCOUNTS = Array.from({ length: 8 }, (_, number) => `account-${number}`)

/** Moves an amount from one account to another, and leaves a receipt. */
interface Transfer {
  receipt: Item
  idempotencyKey: string | undefined
  outcome: Outcome
  /** Sent under its key, with an outcome that is not known yet. */
  isPending: boolean
}

/**
 * Transfers in transactions: the sum of the accounts stays what it was at every moment, a receipt
 * is there just if its transfer was made. Under an idempotency key a transfer is sent again until
 * its outcome is known, and once in a while after that. For an engine with transactions.
 */
export function createTransfer(id: string, isKeyed: boolean): Subject {
  const transfers: Transfer[] = []

  function next(random: Random): Step {
    const last = transfers.at(-1)
    if (last?.isPending || (last?.idempotencyKey !== undefined && random.chance(0.1))) {
      return toStep(last)
    }
    if (random.chance(0.2)) return readAccounts()
    return random.chance(0.15) ? fail(random) : toStep(add(random))
  }

  function makeReceipt(random: Random): Item {
    const from = random.between(0, ACCOUNTS.length - 1)
    const to = (from + random.between(1, ACCOUNTS.length - 1)) % ACCOUNTS.length
    const amount = random.between(1, 1000)
    return { id: `${id}-${transfers.length}`, from: ACCOUNTS[from], to: ACCOUNTS[to], amount }
  }

  function add(random: Random): Transfer {
    const receipt = makeReceipt(random)
    const idempotencyKey = isKeyed ? String(receipt.id) : undefined
    const made: Transfer = { receipt, idempotencyKey, outcome: 'refused', isPending: false }
    transfers.push(made)
    return made
  }

  function toStep(transfer: Transfer): Step {
    const { receipt, idempotencyKey } = transfer
    return {
      operation: 'transactWrite',
      payload: { TransactItems: toEntries(receipt) },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      repeatable: true,
      settle: (outcome, told) => {
        // A later answer does not undo an acknowledgement, and does not say that an earlier
        // request failed.
        const isOpen = transfer.outcome !== 'acknowledged' && !transfer.isPending
        if (isOpen || outcome === 'acknowledged') transfer.outcome = outcome
        transfer.isPending = idempotencyKey !== undefined && transfer.outcome === 'unknown'
        if (told?.status !== 409 || isConflict(told.body)) return undefined
        if (told.body.errorType === 'TransactionInProgressException') return undefined
        return wrong(`${receipt.id} was cancelled: ${JSON.stringify(told.body)}`)
      }
    }
  }

  /** A transfer with a condition that fails: nothing of it may be seen. */
  function fail(random: Random): Step {
    const receipt = makeReceipt(random)
    const missing = { Key: { id: 'missing' }, ConditionExpression: 'attribute_exists(id)' }
    const entries = [...toEntries(receipt), { ConditionCheck: { ...missing } }]
    transfers.push({ receipt, idempotencyKey: undefined, outcome: 'refused', isPending: false })
    return {
      operation: 'transactWrite',
      payload: { TransactItems: entries },
      ...(isKeyed ? { idempotencyKey: `${receipt.id}` } : {}),
      repeatable: true,
      settle: (outcome, told) => {
        if (outcome === 'acknowledged')
          return wrong(`${receipt.id}: a condition that fails was told as met`)
        if (told?.status !== 409 || isConflict(told.body)) return undefined
        const codes = codesOf(told.body)
        const expected = ['None', 'None', 'None', 'ConditionalCheckFailed']
        return isDeepStrictEqual(codes, expected)
          ? undefined
          : wrong(`${receipt.id} was cancelled for ${JSON.stringify(codes)}`)
      }
    }
  }

  return {
    id,
    get isRetired() {
      return transfers.length >= MAX_TRANSFERS && !transfers.at(-1)?.isPending
    },
    next,
    judge: (_item, table) => transfers.flatMap((transfer) => judgeTransfer(transfer, table))
  }
}

function readAccounts(): Step {
  const entries = ACCOUNTS.map((id) => ({ Get: { Key: { id } } }))
  return {
    operation: 'transactRead',
    payload: { TransactItems: entries },
    repeatable: true,
    settle: (outcome, told) => {
      if (outcome !== 'acknowledged') return undefined
      const responses = told?.body.Responses as { Item?: Item }[]
      const balances = responses.map(({ Item }) => balanceOf(Item))
      return sum(balances) === 0 ? undefined : wrong(`the accounts were read as ${balances}`)
    }
  }
}

function toEntries({ id, from, to, amount }: Item): Item[] {
  const change = (account: unknown, by: number) => ({
    Update: {
      Key: { id: account },
      UpdateExpression: 'ADD balance :by',
      ExpressionAttributeValues: { ':by': by }
    }
  })
  return [
    change(from, -Number(amount)),
    change(to, Number(amount)),
    { Put: { Item: { id, from, to, amount } } }
  ]
}

/** DynamoDB cancels a transaction that meets another one. */
function isConflict(body: Item): boolean {
  return codesOf(body).includes('TransactionConflict')
}

function codesOf({ CancellationReasons }: Item): unknown[] {
  const reasons = (CancellationReasons ?? []) as { Code?: string }[]
  return reasons.map(({ Code }) => Code)
}

function judgeTransfer({ receipt, outcome }: Transfer, table: Table): Finding[] {
  const found = table.get(String(receipt.id))
  const text = `${receipt.id} (${outcome}) left ${JSON.stringify(found)}`
  if (outcome === 'acknowledged' && !found) return [{ kind: 'lost', text }]
  if (outcome === 'refused' && found) return [wrong(text)]
  return found && !isDeepStrictEqual(found, receipt) ? [wrong(text)] : []
}

/** Every account holds just what the receipts say: one that counts twice, or by half, is found. */
export function judgeAccounts(table: Table): Finding[] {
  const receipts = [...table.values()].filter(({ amount }) => amount !== undefined)
  const total = (account: string, end: 'from' | 'to') =>
    sum(receipts.filter((receipt) => receipt[end] === account).map(({ amount }) => Number(amount)))
  return ACCOUNTS.flatMap((account) => {
    const balance = balanceOf(table.get(account))
    const expected = total(account, 'to') - total(account, 'from')
    const text = `${account} has ${balance}, and by its receipts ${expected}`
    return balance === expected ? [] : [{ kind: 'twice', text } as const]
  })
}

function balanceOf(item: Item | undefined): number {
  return Number(item?.balance ?? 0)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
