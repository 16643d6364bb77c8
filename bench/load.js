import autocannon from 'autocannon'
import { Pool } from 'undici'

const headers = { 'content-type': 'application/json' }

/**
 * Sends one body repeatedly on 16 connections. Resolves with requests per second, the p99 in
 * milliseconds and the server's CPU per request in microseconds; rejects if any answer was not 200.
 */
export async function measure(server, body, seconds) {
  const before = await server.usage()
  const result = await autocannon({
    url: server.url,
    method: 'POST',
    headers,
    body,
    connections: 16,
    duration: seconds
  })
  const after = await server.usage()
  const { '2xx': completed, errors, timeouts, non2xx } = result
  if (errors + timeouts + non2xx > 0) throw new Error(`${server.name} failed: ${body.slice(0, 60)}`)
  return {
    perSecond: completed / result.duration,
    p99: result.latency.p99,
    cpu: (after.cpu - before.cpu) / completed
  }
}

/**
 * Sends at a fixed rate, whether answers come or not (an open loop). Resolves with the p99 in
 * milliseconds, counted from the moment when a request was due.
 */
export async function measureAtRate({ url }, body, perSecond, seconds) {
  const { origin, pathname: path } = new URL(url)
  const pool = new Pool(origin, { connections: 64 })
  const latencies = []
  const pending = []
  const send = async (due) => {
    const response = await pool.request({ path, method: 'POST', headers, body })
    await response.body.dump()
    latencies.push(performance.now() - due)
  }
  const started = performance.now()
  const total = perSecond * seconds
  await new Promise((resolve) => {
    const tick = () => {
      const dueBy = Math.min(total, ((performance.now() - started) * perSecond) / 1000)
      while (pending.length < dueBy)
        pending.push(send(started + (pending.length * 1000) / perSecond))
      if (pending.length < total) setImmediate(tick)
      else resolve()
    }
    tick()
  })
  await Promise.all(pending)
  await pool.close()
  return latencies.sort((a, b) => a - b)[Math.floor(latencies.length * 0.99)]
}
