import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import { usualHeap } from '../../src/http/body/json-heap.ts'
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

t.test(
  'with the heap that the image has in 128 MB, bodies of 2 MB have room, one at a time',
  async (t) => {
    const script =
      "import { heapForBodies } from './dist/src/server/heap.js'; console.log(heapForBodies())"
    // The old space gets 40 % of the 128 MB; the second flag is the one in the Dockerfile.
    const flags = ['--max-old-space-size=51', '--max-semi-space-size=8']
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...flags, '--input-type=module', '-e', script],
      { env: {} }
    )
    const bytes = Number(stdout)
    t.ok(bytes > 1.2 * usualHeap(2_000_000), `${bytes} bytes`)
    t.ok(bytes < 2 * usualHeap(2_000_000), `${bytes} bytes`)
  }
)
