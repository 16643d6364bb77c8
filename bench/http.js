import { measure, measureAtRate } from './load.js'
import { fixtures, scenarios } from './scenarios.js'
import { post, servers, startServer } from './servers.js'
import { median, toTable, withSpread } from './statistics.js'

const OURS = 'DynamoDBManager'
const EXPRESS = 'Express + DocumentClient'

/** Measures every server in every scenario, in alternating rounds, and prints a table of each. */
export async function measureHttp(
  endpoint,
  { rounds, seconds, scenarios: chosen = Object.keys(scenarios) }
) {
  const running = []
  try {
    for (const name of Object.keys(servers)) running.push(await startServer(name, endpoint))
    for (const body of fixtures) await post(running[0].url, body)
    for (const scenario of chosen) {
      const results = await alternate(running, scenario, rounds, seconds)
      printScenario(scenario, results)
    }
    if (chosen.includes('read')) await printOpenLoop(running, rounds, seconds)
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
  const ratios = (name, member) => {
    const value = median(of(name, member))
    return [...results.keys()]
      .filter((other) => other === 'bare Fastify' || other === 'floor' || other === EXPRESS)
      .map((other) => (value / median(of(other, member))).toFixed(2))
  }
  const peers = [...results.keys()].filter((name) =>
    ['bare Fastify', 'floor', EXPRESS].includes(name)
  )
  console.log(`\n### ${scenario}\n`)
  console.log(
    toTable([
      [
        'server',
        'CPU µs per request',
        ...peers.map((name) => `CPU / ${name}`),
        'per second',
        ...peers.map((name) => `/ ${name}`),
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

/** p99 of `read` at half of Express's highest rate. */
async function printOpenLoop(running, rounds, seconds) {
  const find = (name) => running.find((server) => server.name === name)
  const compared = [find(OURS), find(EXPRESS)]
  const { perSecond } = await measure(find(EXPRESS), scenarios.read, seconds)
  const rate = Math.floor(perSecond / 2)
  const results = new Map(compared.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const server of compared) {
      results.get(server.name).push(await measureAtRate(server, scenarios.read, rate, seconds))
    }
  }
  console.log(`\n### read, open loop, ${rate} per second\n`)
  console.log(
    toTable([
      ['server', 'p99 ms'],
      ...[...results].map(([name, figures]) => [name, withSpread(figures, 2)])
    ])
  )
}
