import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, type Restartable, restartable } from '../fixtures/restartable.ts'

export interface Engine {
  name: string
  endpoint: URL
  hasTransactions: boolean
  /** undefined: the engine was given, and is not killed. */
  process: Restartable | undefined
  stop(): Promise<void>
}

/**
 * Starts the engine behind the proxy: the one at AWS_ENDPOINT_URL_DYNAMODB (never killed), the
 * shell command CHAOS_ENGINE, which gets $PORT and a folder $DATA, or else the embedded one.
 */
export async function startEngine(): Promise<Engine> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB
  if (given) {
    return {
      name: given,
      endpoint: new URL(given),
      hasTransactions: true,
      process: undefined,
      stop: async () => {}
    }
  }
  const port = await freePort()
  const data = await mkdtemp(join(tmpdir(), 'chaos-'))
  const command = process.env.CHAOS_ENGINE
  const engine = restartable({
    command: command ?? process.execPath,
    args: command ? [] : [fileURLToPath(new URL('embedded.js', import.meta.url))],
    shell: command !== undefined,
    env: { PORT: String(port), DATA: data },
    port,
    path: '/'
  })
  await engine.start()
  const stop = async () => {
    await engine.kill()
    await rm(data, { recursive: true, force: true })
  }
  const endpoint = new URL(`http://127.0.0.1:${port}`)
  return {
    name: command === undefined ? 'the embedded database' : 'the engine of CHAOS_ENGINE',
    endpoint,
    hasTransactions: true,
    process: engine,
    stop
  }
}
