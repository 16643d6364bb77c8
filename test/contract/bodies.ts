import { expectAnswer } from '../fixtures/expect-answer.ts'
import type { Facts } from './caller.ts'

export const bodies: Facts = {
  'a body that is no JSON in UTF-8 is the gateway’s to refuse': async (t, caller) => {
    const bad: [string, string | Uint8Array, Record<string, string>?][] = [
      ['not JSON', '{operation: ping}'],
      ['cut short', '{"operation":"ping"'],
      ['form fields', 'operation=ping'],
      ['empty', ''],
      ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
      ['a number that JSON does not know', '{"operation":"echo","payload":01234567890123456789}'],
      ['compressed', '{"operation":"ping"}', { 'content-encoding': 'gzip' }]
    ]
    for (const [what, body, headers] of bad) {
      const answer = await caller.text(body, headers)
      const message = /^Could not parse request body into json: ./
      expectAnswer(t, answer, 400, { message }, { 'x-amzn-requestid': /./ }, what)
    }
  },

  'a body that says that it is as it is is served': async (t, caller) => {
    const { status } = await caller.text('{"operation":"ping"}', { 'content-encoding': 'identity' })
    t.equal(status, 200)
  },

  'a body is read as JSON whatever its Content-Type': async (t, caller) => {
    for (const type of [
      'text/plain',
      'multipart/form-data',
      ';;;',
      'application/json; charset=utf-16'
    ]) {
      const answer = await caller.text('{"operation":"ping"}', { 'content-type': type })
      t.equal(answer.body, '"pong"', type)
    }
  },

  'a leading byte order mark is ignored': async (t, caller) => {
    t.equal((await caller.text(Buffer.from('\uFEFF{"operation":"ping"}'))).body, '"pong"')
  }
}
