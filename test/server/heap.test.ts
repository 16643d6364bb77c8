import t from 'tap'
import { request } from '../fixtures/request.ts'
import { startServerProcess } from '../fixtures/server-process.ts'

t.test(
  'a body that would become more than the memory there is is 413, and ends nothing',
  async (t) => {
    const env = { EMBEDDED_PATH: ':memory:', NODE_OPTIONS: '--max-old-space-size=64' }
    const server = await startServerProcess(t, env)
    const send = async (value: string, bytes: number) => {
      const payload = Array(Math.floor(bytes / (value.length + 1))).fill(value)
      return request(server.port, { body: `{"operation":"echo","payload":[${payload.join()}]}` })
    }
    for (const value of ['{}', '[]', '{"":{}}', '0.12345678901234567']) {
      t.equal((await send(value, 6_000_000)).status, 413, value)
      t.equal((await send(value, 1_000_000)).status, 200, value)
    }
    t.equal((await send('"some text"', 6_000_000)).status, 200)
  }
)
