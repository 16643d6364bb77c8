import { EMBEDDED } from './embedded.js'
import { OURS, peers } from './servers.js'
import { toTable, withSpread } from './statistics.js'

const DYNAMODB = ['read', 'create', 'update']
const BATCHES = ['query 20', 'batchRead 25', 'batchWrite 25']

/**
 * The bounds of each ratio to a peer, or to ourselves in another scenario (`than`): at most `most`,
 * or at least `least`.
 */
const targets = [
  ...DYNAMODB.map((scenario) => ({ scenario, of: 'cpu', peer: peers.floor, most: 1.5 })),
  ...DYNAMODB.map((scenario) => ({ scenario, of: 'cpu', peer: peers.express, most: 0.4 })),
  ...DYNAMODB.map((scenario) => ({ scenario, of: 'cpu', peer: peers.fastify, most: 0.4 })),
  ...BATCHES.map((scenario) => ({ scenario, of: 'cpu', peer: peers.floor, most: 1.2 })),
  ...BATCHES.map((scenario) => ({ scenario, of: 'cpu', peer: peers.express, most: 0.35 })),
  ...['read', 'create'].map((than) => ({
    scenario: `typed ${than}`,
    of: 'cpu',
    peer: OURS,
    than,
    most: 1
  })),
  { scenario: 'read', of: 'perSecond', peer: peers.express, least: 2.8 },
  { scenario: 'create', of: 'perSecond', peer: peers.express, least: 2 },
  { scenario: 'update', of: 'perSecond', peer: peers.express, least: 2 },
  ...[
    ['read', 3],
    ['create', 3],
    ['list 1 MB', 5]
  ].map(([scenario, least]) => ({
    scenario: `${scenario}, on files`,
    server: EMBEDDED,
    of: 'perSecond',
    peer: peers.dynalite,
    least
  })),
  { scenario: 'ping', of: 'cpu', peer: peers.bare, most: 1.3 },
  { scenario: 'ping', of: 'perSecond', peer: peers.bare, least: 0.85 },
  { scenario: 'echo 1 KB', of: 'cpu', peer: peers.bare, most: 1.3 },
  { scenario: 'echo 1 MB', of: 'perSecond', peer: peers.bare, least: 0.8 },
  { scenario: 'list 1 MB', of: 'cpu', peer: peers.express, most: 0.5 },
  { scenario: 'read 20 KB', of: 'cpu', peer: peers.express, most: 0.5 },
  { scenario: 'read, open loop', of: 'p99', peer: peers.express, most: 0.7 },
  { scenario: 'first read', of: 'start', peer: 'boto3', most: 0.25 },
  { scenario: 'first echo', of: 'start', peer: 'boto3', most: 0.2 },
  { scenario: '100,000 mixed', of: 'rss', peer: '10,000 mixed', most: 1.1 }
]

const FIGURES = {
  cpu: 'CPU per request',
  perSecond: 'requests per second',
  p99: 'p99',
  start: 'CPU from process start, above an empty handler',
  rss: 'resident memory'
}

/**
 * Writes the table of targets. `results` has the results of each round, by scenario and server. A
 * ratio is taken within each round, so that a slow moment of the machine affects both sides.
 */
export function toTargets(results) {
  const rows = targets.flatMap(
    ({ scenario, than = scenario, server = OURS, of, peer, most, least }) => {
      const ours = results.get(scenario)?.get(server)
      const theirs = results.get(than)?.get(peer)
      if (!ours || !theirs) return []
      const ratios = ours.map((result, round) => result[of] / theirs[round][of])
      const bound = most === undefined ? `≥ ${least}` : `≤ ${most}`
      const against = than === scenario ? peer : `the same in plain JSON`
      return [[scenario, FIGURES[of], against, bound, withSpread(ratios, 2)]]
    }
  )
  return toTable([['scenario', 'figure', 'against', 'wanted', 'ratio (lowest–highest)'], ...rows])
}
