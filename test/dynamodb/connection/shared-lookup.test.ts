import type { LookupFunction } from 'node:net'
import t from 'tap'
import { shareLookups } from '../../../src/dynamodb/connection/shared-lookup.ts'

type Answered = Parameters<LookupFunction>[2]
type Options = Parameters<LookupFunction>[1]

// A fake resolver, because a real one is not slow on demand.
const asked: { name: string; answered: Answered }[] = []
const sharedLookup = shareLookups((name, _options, answered) => asked.push({ name, answered }))

function look(name: string, options: Options = {}): Promise<unknown[]> {
  return new Promise((resolve) => sharedLookup(name, options, (...answer) => resolve(answer)))
}

t.test('those who ask for a name at once are answered by one lookup', async (t) => {
  const answers = [look('dynamodb'), look('dynamodb'), look('dynamodb')]
  t.equal(asked.length, 1)
  asked.pop()?.answered(null, '10.0.0.1', 4)
  for (const answer of await Promise.all(answers)) t.same(answer, [null, '10.0.0.1', 4])
})

t.test('a failure is told to all, and the next one asks anew', async (t) => {
  const answers = [look('gone'), look('gone')]
  const failure = new Error('getaddrinfo ENOTFOUND gone')
  asked.pop()?.answered(failure, [])
  for (const [error] of await Promise.all(answers)) t.equal(error, failure)
  const next = look('gone')
  asked.pop()?.answered(null, '10.0.0.2', 4)
  t.same(await next, [null, '10.0.0.2', 4])
})

t.test('other names, and other options, are other lookups', async (t) => {
  const answers = [look('a'), look('b'), look('a', { all: true })]
  for (const { name, answered } of asked.splice(0)) answered(null, `address of ${name}`)
  t.same(
    (await Promise.all(answers)).map(([, address]) => address),
    ['address of a', 'address of b', 'address of a']
  )
})
