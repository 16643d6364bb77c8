import { once } from 'node:events'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openFolder } from '../../../src/engine/store/folder.ts'
import {
  type EngineThread,
  startEngineThread,
  ThreadEnded
} from '../../../src/engine/thread/thread.ts'
import { createTableInput } from '../tables.ts'

const TABLE = createTableInput('things', 'id:S')

async function call(thread: EngineThread, operation: string, input: object) {
  const { status, body } = await thread.call(operation, JSON.stringify(input))
  return { status, output: JSON.parse(body.toString()) }
}

/** LevelDB's files go: the next write that needs another of them fails, and with it the thread. */
async function breakThread(thread: EngineThread): Promise<void> {
  // As large as it takes to make LevelDB open another file.
  const filler = 'x'.repeat(300_000)
  for (let i = 0; i < 20; i++) {
    const item = { id: { S: `filler-${i}` }, filler: { S: filler } }
    const answer = await call(thread, 'PutItem', { TableName: 'things', Item: item }).catch(
      (error) => error
    )
    if (answer instanceof Error || answer.status !== 200) return
  }
}

t.test('calls are made in the thread, small answers and large ones', async (t) => {
  const thread = await startEngineThread({}, { onFailure: (error) => t.fail(String(error)) })
  t.teardown(() => thread.close())
  t.equal(thread.port, undefined)
  t.equal((await call(thread, 'CreateTable', TABLE)).status, 200)
  const sizes = [10, 1_000, 10_000, 300_000]
  await Promise.all(
    sizes.map((size) =>
      call(thread, 'PutItem', {
        TableName: 'things',
        Item: { id: { S: `${size}` }, text: { S: 'é'.repeat(size / 2) } }
      })
    )
  )
  for (const size of sizes) {
    const key = Buffer.from(JSON.stringify({ TableName: 'things', Key: { id: { S: `${size}` } } }))
    const { status, body } = await thread.call('GetItem', key)
    t.equal(status, 200)
    t.equal(JSON.parse(body.toString()).Item.text.S.length, size / 2)
  }
})

t.test('a refusal is an answer with its status', async (t) => {
  const thread = await startEngineThread({}, { onFailure: (error) => t.fail(String(error)) })
  t.teardown(() => thread.close())
  const { status, output } = await call(thread, 'GetItem', {
    TableName: 'missing',
    Key: { id: { S: 'a' } }
  })
  t.equal(status, 400)
  t.equal(output.__type, 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException')
  const invalid = await thread.call('GetItem', Buffer.from([0x7b, 0xff, 0x7d]))
  t.match(invalid.body.toString(), /SerializationException.*UTF-8/)
})

t.test(
  'calls that are under way when it closes are answered, later ones are not made',
  async (t) => {
    for (const path of [undefined, t.testdir()]) {
      const thread = await startEngineThread(
        { path },
        { onFailure: (error) => t.fail(String(error)) }
      )
      const calls = [
        call(thread, 'CreateTable', TABLE),
        call(thread, 'PutItem', { TableName: 'things', Item: { id: { S: 'a' } } })
      ]
      // What a turn makes is sent when it ends.
      await new Promise(setImmediate)
      const closed = thread.close()
      await t.rejects(thread.call('ListTables', '{}'), { code: 'ERR_ENGINE_ENDED', isSent: false })
      const [created] = await Promise.all(calls)
      t.equal(created?.status, 200)
      await closed
    }
  }
)

t.test('files that cannot be opened are told when it starts', async (t) => {
  const path = t.testdir()
  const store = await openFolder(path)
  await t.rejects(startEngineThread({ path }, { onFailure: () => {} }), {
    message: 'another process has them open.',
    code: 'LOCKED'
  })
  await store.close()
})

t.test('a thread that ends is told and replaced, with what was acknowledged', async (t) => {
  const path = join(t.testdir(), 'files')
  const events = new EventTarget()
  const replaced = once(events, 'replaced')
  const failedAgain = once(events, 'failed again')
  let failures = 0
  const thread = await startEngineThread(
    { path },
    {
      onFailure: () => ++failures > 2 && events.dispatchEvent(new Event('failed again')),
      onReplaced: () => events.dispatchEvent(new Event('replaced'))
    }
  )
  t.teardown(() => thread.close())
  await call(thread, 'CreateTable', TABLE)
  await call(thread, 'PutItem', { TableName: 'things', Item: { id: { S: 'a' } } })
  obstruct(path)
  await breakThread(thread)
  await failedAgain
  await t.rejects(thread.call('ListTables', '{}'), ThreadEnded)
  free(path)
  await replaced
  const { output } = await call(thread, 'GetItem', {
    TableName: 'things',
    Key: { id: { S: 'a' } }
  })
  t.same(output, { Item: { id: { S: 'a' } } })
})

t.test('closing ends the tries to replace it', async (t) => {
  const path = join(t.testdir(), 'files')
  const events = new EventTarget()
  const failedAgain = once(events, 'failed again')
  let failures = 0
  const thread = await startEngineThread(
    { path },
    { onFailure: () => ++failures > 2 && events.dispatchEvent(new Event('failed again')) }
  )
  await call(thread, 'CreateTable', TABLE)
  obstruct(path)
  await breakThread(thread)
  await failedAgain
  await thread.close()
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
