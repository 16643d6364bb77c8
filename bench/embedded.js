import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './load.js'
import { fixtures, scenarios } from './scenarios.js'
import { behind, embedded, peers, post, startDynalite, startServer } from './servers.js'
import { toTable, withSpread } from './statistics.js'

const CHOSEN = ['read', 'create', 'update', 'list 1 MB', 'query 20']
export const EMBEDDED = 'the embedded database'

/**
 * Measures our server with the embedded database, and with dynalite in a process of its own, both
 * with their files in a folder, in alternating rounds. Resolves with the results of each round, by
 * scenario and database.
 */
export async function measureEmbedded({ rounds, seconds }) {
  const folders = await Promise.all(['ours', 'dynalite'].map((name) => makeFolder(name)))
  const dynalite = await startDynalite(folders[1])
  const running = []
  try {
    running.push(await startServer(EMBEDDED, undefined, embedded(folders[0])))
    running.push(await startServer(peers.dynalite, dynalite.endpoint, behind()))
    for (const { url } of running) for (const body of fixtures) await post(url, body)
    const all = new Map()
    for (const scenario of CHOSEN) {
      const name = `${scenario}, on files`
      all.set(name, await alternate(running, scenario, rounds, seconds))
      print(name, all.get(name))
    }
    return all
  } finally {
    await Promise.all(running.map((server) => server.stop()))
    await dynalite.stop()
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

function makeFolder(name) {
  return mkdtemp(join(tmpdir(), `bench-${name}-`))
}

async function alternate(running, scenario, rounds, seconds) {
  const results = new Map(running.map(({ name }) => [name, []]))
  for (const server of running) await measure(server, scenarios[scenario], 1)
  for (let round = 0; round < rounds; round++) {
    for (const server of running) {
      results.get(server.name).push(await measure(server, scenarios[scenario], seconds))
    }
  }
  return results
}

function print(name, results) {
  const rows = [...results].map(([server, figures]) => [
    server,
    withSpread(figures.map(({ perSecond }) => perSecond)),
    withSpread(figures.map(({ p99 }) => p99)),
    withSpread(figures.map(({ cpu }) => cpu))
  ])
  const head = ['database', 'per second', 'p99 ms', 'CPU µs of the server']
  console.log(`\n### ${name}\n\n${toTable([head, ...rows])}`)
}
