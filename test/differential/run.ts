// npm run differential [-- --calls N --seed S --endpoint URL --subject URL]
// [--only K --all --shrink SECONDS]
import { parseArgs } from 'node:util'
import { readSeed } from '../fixtures/random.ts'
import { createDynamodbLocal } from './dynamodb-local.ts'
import { scenarioOf } from './generate/scenario.ts'
import type { KnownDifference } from './known/rule.ts'
import { type Pair, play } from './play.ts'
import { addTo, type Group, printGroup } from './report.ts'
import { shrink } from './shrink.ts'

const STEPS_PER_SCENARIO = 60
/** After this many calls, a long run reports its progress. */
const PROGRESS_CALLS = 20_000

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '5000' },
    seed: { type: 'string' },
    endpoint: { type: 'string', default: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '' },
    // Another DynamoDB to compare, instead of the engine.
    subject: { type: 'string' },
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    shrink: { type: 'string', default: '5' }
  }
})
if (!values.endpoint)
  throw new Error('differential: --endpoint names the address of DynamoDB Local')
const seed = readSeed(values.seed)
const calls = Number(values.calls)
const pair: Pair = {
  ours: values.subject
    ? createDynamodbLocal(values.subject)
    : await (await import('./own-engine.ts')).createOwnEngine(),
  local: createDynamodbLocal(values.endpoint)
}
console.log(`differential: ${calls} calls, --seed ${seed}`)

const groups = new Map<string, Group>()
const known = new Map<KnownDifference, number>()
let made = 0
let told = 0
const first = Number(values.only ?? 0)
const last = values.only === undefined ? Number.POSITIVE_INFINITY : first
// One after another: DynamoDB Local fails if tables are made at the same time.
for (let number = first; number <= last && made < calls; number++) {
  const steps = scenarioOf(seed, number, STEPS_PER_SCENARIO)
  const played = await play(pair, steps, values.all)
  made += played.calls
  for (const rule of played.known) known.set(rule, (known.get(rule) ?? 0) + 1)
  for (const found of played.unexplained) addTo(groups, number, found)
  if (groups.size > 0 && !values.all) break
  if (made - told < PROGRESS_CALLS) continue
  told = made
  console.log(`${made} calls, ${groups.size} kinds of differences`)
}

for (const [signature, group] of [...groups].sort(([, a], [, b]) => b.count - a.count)) {
  const { steps, difference } = await shrink(pair, group, signature, 1000 * Number(values.shrink))
  printGroup(signature, { ...group, steps, difference })
}
for (const [{ rule }, count] of known) console.log(`known, ${count} ×: ${rule}`)
console.log(`${made} calls, ${groups.size} kinds of differences without a reason`)
await Promise.all([pair.ours.close(), pair.local.close()])
process.exitCode = groups.size > 0 ? 1 : 0
