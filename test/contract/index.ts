import type { Test } from 'tap'
import { answers } from './answers.ts'
import { batches } from './batches.ts'
import { bodies } from './bodies.ts'
import { Caller } from './caller.ts'
import type { Door } from './door.ts'
import { echoes } from './echoes.ts'
import { envelopes } from './envelopes.ts'
import { errors } from './errors.ts'
import { formats } from './formats.ts'
import { items } from './items.ts'
import { keys, keysWithTransactions } from './keys.ts'
import { names } from './names.ts'
import { numbers } from './numbers.ts'
import { parameters } from './parameters.ts'
import { paths } from './paths.ts'
import { payloads } from './payloads.ts'
import { count, query } from './query.ts'
import { tables } from './tables.ts'
import { text } from './text.ts'
import { transactions } from './transactions.ts'
import { walk } from './walk.ts'

/** The contract: facts that hold at every door. */
const facts = {
  ...echoes,
  ...walk,
  ...parameters,
  ...answers,
  ...numbers,
  ...text,
  ...envelopes,
  ...payloads,
  ...names,
  ...bodies,
  ...errors,
  ...keys,
  ...keysWithTransactions,
  ...query,
  ...count,
  ...batches,
  ...transactions,
  ...tables,
  ...formats,
  ...items,
  ...paths
}

/** Tests the contract at one door. */
export function contract(t: Test, door: Door): void {
  const caller = new Caller(door)
  for (const [title, fact] of Object.entries(facts)) {
    t.test(title, (t) => fact(t, caller))
  }
}
