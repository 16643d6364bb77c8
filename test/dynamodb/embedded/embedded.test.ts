import { once } from 'node:events'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { startEmbedded } from '../../../src/dynamodb/embedded/embedded.ts'
import { request } from '../../fixtures/request.ts'

const portOf = (endpoint: string) => Number(new URL(endpoint).port)

/** What dynalite throws out of its event loop: a client that hangs up in the middle of its body. */
async function crash(endpoint: string): Promise<void> {
  const socket = net.connect(portOf(endpoint), '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n{')
  await once(socket, 'data')
  socket.destroy()
}

t.test('a thread that dies is told and replaced, at the same address', async (t) => {
  const events = new EventTarget()
  const replaced = once(events, 'replaced')
  const failures: unknown[] = []
  const database = await startEmbedded(
    undefined,
    (error) => failures.push(error),
    () => events.dispatchEvent(new Event('replaced'))
  )
  t.teardown(() => database.close())
  await crash(database.endpoint)
  await replaced
  t.equal(failures.length, 1)
  const { status } = await request(portOf(database.endpoint), { method: 'GET', path: '/' })
  t.equal(status, 200)
})

t.test('a replacement that fails is told, and tried again until it succeeds', async (t) => {
  const path = join(t.testdir(), 'files')
  const events = new EventTarget()
  const replaced = once(events, 'replaced')
  const failures: unknown[] = []
  const database = await startEmbedded(
    path,
    (error) => {
      if (failures.push(error) === 1) obstruct(path)
      else free(path)
    },
    () => events.dispatchEvent(new Event('replaced'))
  )
  t.teardown(() => database.close())
  await crash(database.endpoint)
  await replaced
  t.equal(failures.length, 2)
})

t.test('closing ends the tries', async (t) => {
  const path = join(t.testdir(), 'files')
  const events = new EventTarget()
  const failedAgain = once(events, 'failed again')
  let failures = 0
  const database = await startEmbedded(path, () => {
    failures++
    if (failures === 1) obstruct(path)
    else events.dispatchEvent(new Event('failed again'))
  })
  await crash(database.endpoint)
  await failedAgain
  await database.close()
  t.pass()
})

/** Puts a file where the database has its folder. */
function obstruct(path: string): void {
  renameSync(path, `${path}-away`)
  writeFileSync(path, '')
}

function free(path: string): void {
  rmSync(path)
  renameSync(`${path}-away`, path)
}
