import t from 'tap'
import { run, startServerProcess } from '../fixtures/server-process.ts'

t.test('on the embedded database it says where it listens when its table is there', async (t) => {
  const server = await startServerProcess(t, { EMBEDDED_PATH: ':memory:' })
  t.equal((await run(server, 'list')).status, 200, 'what is sent at once is answered')
  const place = (text: string) => server.lines.findIndex((line) => line.includes(text))
  t.ok(place('table made') < place('Listening'))
})
