import autocannon from 'autocannon'
import { fixtures, scenarios } from './scenarios.js'
import { OURS, peers, post, startServer } from './servers.js'
import { toTable } from './statistics.js'

const MEASURED = [OURS, peers.express]
const MIXED = ['ping', 'echo 1 KB', 'read', 'read 20 KB', 'create', 'update']
const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(0)

/**
 * Measures resident memory: idle, after 10,000 mixed requests and after 100,000. Prints a table,
 * and resolves with our results.
 */
export async function measureMemory(endpoint) {
  const rows = []
  const results = new Map()
  for (const name of MEASURED) {
    const server = await startServer(name, endpoint)
    const idle = await server.usage()
    for (const body of fixtures) await post(server.url, body)
    await sendMixed(server, 10_000)
    const early = await server.usage()
    await sendMixed(server, 90_000)
    const late = await server.usage()
    await server.stop()
    const ratio = (late.rss / early.rss).toFixed(2)
    if (name === OURS) {
      results.set(
        '100,000 mixed',
        new Map(Object.entries({ [OURS]: [late], '10,000 mixed': [early] }))
      )
    }
    rows.push([
      name,
      server.startMs.toFixed(0),
      ...[idle, early, late].map(({ rss }) => megabytes(rss)),
      ratio
    ])
  }
  console.log('\n### Start and memory\n')
  console.log(
    toTable([
      ['server', 'ms to answer', 'MB idle', 'after 10,000', 'after 100,000', 'ratio'],
      ...rows
    ])
  )
  return results
}

async function sendMixed({ url }, amount) {
  const { non2xx, errors } = await autocannon({
    url,
    connections: 16,
    amount,
    requests: MIXED.map((name) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: scenarios[name]
    }))
  })
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of the mixed requests failed`)
}
