import type { Facts } from './caller.ts'

export const echoes: Facts = {
  'ping answers the JSON string "pong"': async (t, { door }) => {
    const pong = await door.send({ body: '{"operation":"ping"}' })
    t.equal(pong.body, '"pong"')
    t.equal(pong.status, 200)
    t.match(pong.headers['content-type'], /^application\/json/)
    t.ok(pong.headers['x-amzn-requestid'], 'every answer has a request id')
  },

  'echo answers the payload as it came': async (t, caller) => {
    for (const payload of [
      '{"somekey1":"somevalue1","somekey2":"somevalue2"}',
      'null',
      '"text"',
      '""',
      '0',
      'false',
      '[]',
      '[1,[2,{"a":null}]]',
      '{"__proto__":{"a":1},"constructor":2}',
      '"\\ud800"',
      '9007199254740993',
      '[1e400,-0.12345678901234567890123456789012345678901234567890]',
      '[4e-324,-1.23456e-320,1e-307]',
      `${'['.repeat(500)}12345678901234567890${']'.repeat(500)}`
    ]) {
      const answer = await caller.text(`{"operation":"echo","payload":${payload}}`)
      t.equal(answer.status, 200)
      t.equal(answer.body, payload)
    }
  },

  'echo of a missing payload is null': async (t, caller) => {
    t.equal((await caller.text('{"operation":"echo"}')).body, 'null')
  },

  'echo uses no table': async (t, caller) => {
    t.equal((await caller.text('{"operation":"echo","tableName":7}')).status, 200)
  }
}
