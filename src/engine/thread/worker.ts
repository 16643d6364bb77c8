import { setImmediate as turn } from 'node:timers/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { createEngine, type Engine } from '../engine.ts'
import type { Port } from '../port/port.ts'
import {
  type AnswerMessage,
  type CallMessage,
  createBatcher,
  type FromThread,
  type ThreadData,
  type ToThread
} from './messages.ts'

// From here on the bytes of an answer are handed over; fewer are copied faster than that.
const LARGE_LENGTH = 8_192

// Its bytes have memory of their own, where a Buffer may share that of others.
const encoder = new TextEncoder()

const owner = parentPort as MessagePort
const { path, port: wanted, origins } = workerData as ThreadData
const send = (message: FromThread, transfer: ArrayBuffer[] = []) =>
  owner.postMessage(message, transfer)

const engine = await createEngine({
  path,
  onFailure: (error) => send({ kind: 'failure', error }),
  // LevelDB writes no more after that. When those who wait are answered, this thread ends, and its
  // owner starts another one, which opens the files anew.
  onStoreFailure: (error) => {
    setImmediate(() => setImmediate(fail, error))
  }
})
const port = wanted === undefined ? undefined : await openPort(wanted)
const answer = createBatcher<AnswerMessage>((answers) => {
  const transfer = answers.flatMap(({ body }) =>
    typeof body === 'string' ? [] : [body.buffer as ArrayBuffer]
  )
  send({ kind: 'answers', answers }, transfer)
})

owner.on('message', (message: ToThread) => {
  if (message === 'close') close()
  else for (const call of message) make(engine, call)
})
send({ kind: 'ready', port: port?.port })

/** Node's HTTP takes 2 MB, which a thread without a port does not need. */
async function openPort(number: number): Promise<Port> {
  const module = await import('../port/port.ts')
  return module.openPort(engine.call, { port: number, origins })
}

async function make({ call }: Engine, { id, operation, body: input }: CallMessage): Promise<void> {
  const { status, body } = await call(operation, input)
  answer({ id, status, body: body.length < LARGE_LENGTH ? body : encoder.encode(body) })
}

function fail(error: unknown): void {
  throw error
}

async function close(): Promise<void> {
  await port?.close()
  await engine.close()
  // The answers of the last calls go first.
  await turn()
  send({ kind: 'closed' })
  owner.close()
}
