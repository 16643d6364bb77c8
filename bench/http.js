import { measure, measureAtRate } from './load.js'
import { fixtures, scenarios } from './scenarios.js'
import { OURS, peers, post, servers, startServer } from './servers.js'
import { median, toTable, withSpread } from './statistics.js'

/**
 * Measures every server in every scenario, in alternating rounds, and prints a table of each.
 * Resolves with the results of each round, by scenario and server.
 */
export async function measureHttp(endpoint, { rounds, seconds, scenarios: chosen }) {
  const running = []
  const all = new Map()
  try {
    for (const name of Object.keys(servers)) running.push(await startServer(name, endpoint))
    for (const body of fixtures) await post(running[0].url, body)
    for (const scenario of chosen) {
      const results = await alternate(running, scenario, rounds, seconds)
      printScenario(scenario, results)
      all.set(scenario, results)
    }
    if (chosen.includes('read')) {
      all.set('read, open loop', await measureOpenLoop(running, rounds, seconds))
    }
    return all
  } finally {
    await Promise.all(running.map((server) => server.stop()))
  }
}

async function alternate(running, scenario, rounds, seconds) {
  const taking = running.filter(({ name }) => servers[name].in.includes(scenario))
  const results = new Map(taking.map(({ name }) => [name, []]))
  for (const server of taking) await measure(server, scenarios[scenario], 1)
  for (let round = 0; round < rounds; round++) {
    for (const server of taking) {
      results.get(server.name).push(await measure(server, scenarios[scenario], seconds))
    }
  }
  return results
}

function printScenario(scenario, results) {
  const of = (name, member) => results.get(name).map((result) => result[member])
  const compared = [peers.express, peers.bare, peers.floor].filter((name) => results.has(name))
  const ratios = (name, member) => {
    const value = median(of(name, member))
    return compared.map((other) => (value / median(of(other, member))).toFixed(2))
  }
  console.log(`\n### ${scenario}\n`)
  console.log(
    toTable([
      [
        'server',
        'CPU µs per request',
        ...compared.map((name) => `CPU / ${name}`),
        'per second',
        ...compared.map((name) => `/ ${name}`),
        'p99 ms'
      ],
      ...[...results.keys()].map((name) => [
        name,
        withSpread(of(name, 'cpu')),
        ...ratios(name, 'cpu'),
        withSpread(of(name, 'perSecond')),
        ...ratios(name, 'perSecond'),
        withSpread(of(name, 'p99'))
      ])
    ])
  )
}

/** Measures the p99 of `read` as an open loop at half of Express's highest rate. */
async function measureOpenLoop(running, rounds, seconds) {
  const find = (name) => running.find((server) => server.name === name)
  const { perSecond } = await measure(find(peers.express), scenarios.read, seconds)
  const rate = Math.floor(perSecond / 2)
  const results = new Map([OURS, peers.express].map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, figures] of results) {
      figures.push({ p99: await measureAtRate(find(name), scenarios.read, rate, seconds) })
    }
  }
  console.log(`\n### read, open loop, ${rate} per second\n`)
  const rows = [...results].map(([name, figures]) => [
    name,
    withSpread(
      figures.map(({ p99 }) => p99),
      2
    )
  ])
  console.log(toTable([['server', 'p99 ms'], ...rows]))
  return results
}
