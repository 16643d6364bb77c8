import t from 'tap'
import { refusal, reply, type Script, startFakeEngine } from '../fixtures/fake-engine.ts'
import { contextOf, type FrontResult, restEvent, startHandler } from '../fixtures/lambda.ts'

const headers = { accept: 'application/x-ndjson' }
const body = JSON.stringify({ operation: 'list', tableName: 'a-table' })

function linesOf(text: string): Record<string, unknown>[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('the last line is not ended')
  return lines.map((line) => JSON.parse(line))
}

/** Makes a page of a fake table, with one item of so many bytes. */
function page(number: number, bytes = 1, isLast = false): object {
  return {
    Items: [{ id: { S: `${number}` }, text: { S: '"'.repeat(bytes) } }],
    Count: 1,
    ScannedCount: 1,
    ...(isLast ? {} : { LastEvaluatedKey: { id: { S: `${number}` } } })
  }
}

async function ask(script: Script, remainingMs?: number, event = restEvent({ headers, body })) {
  const { endpoint } = await startFakeEngine(t, script)
  const { handler, logs } = startHandler(t, endpoint)
  return { result: (await handler(event, contextOf(remainingMs))) as FrontResult, logs }
}

t.test('a front gets every page as lines, and a last line with the sums', async (t) => {
  const { result, logs } = await ask(({ number }, response) =>
    reply(response, 200, page(number, 1, number === 3))
  )
  t.equal(result.statusCode, 200)
  t.match(result.headers, {
    'content-type': 'application/x-ndjson',
    vary: 'Accept',
    'x-accel-buffering': 'no'
  })
  t.same(linesOf(result.body).slice(2), [
    { Item: { id: '3', text: '"' } },
    { Count: 3, ScannedCount: 3 }
  ])
  t.match(logs.at(-1), { statusCode: 200, items: 3, pages: 3 })
})

t.test('a result has as many whole pages as fit, and says where to go on', async (t) => {
  // A quote takes two bytes in a line, and four in the result.
  const { result, logs } = await ask(({ number }, response) =>
    reply(response, 200, page(number, 600_000))
  )
  t.ok(Buffer.byteLength(JSON.stringify(result)) <= 6_291_556)
  const lines = linesOf(result.body)
  t.same(lines.at(-1), { Count: 2, ScannedCount: 2, LastEvaluatedKey: { id: '2' } })
  t.equal(lines.length, 3)
  t.match(logs.at(-1), { items: 2, pages: 2 }, 'the log has what was returned')
})

t.test('a first page without room is ResponseTooLarge', async (t) => {
  const { result } = await ask((_call, response) => reply(response, 200, page(1, 2_000_000)))
  t.equal(result.statusCode, 413)
  t.match(result.headers, { 'content-type': 'application/json', vary: 'Accept' })
  t.match(JSON.parse(result.body), { errorType: 'ResponseTooLarge' })
})

t.test('when the time is nearly over the answer says where to go on', async (t) => {
  const script: Script = ({ number }, response) => {
    if (number <= 2) reply(response, 200, page(number))
  }
  const { result } = await ask(script, 900)
  t.equal(result.statusCode, 200)
  const lines = linesOf(result.body)
  const last = lines.pop()
  // On a busy machine the second page may also come too late.
  t.ok(lines.length === 1 || lines.length === 2)
  t.match(last, { Count: lines.length, LastEvaluatedKey: { id: `${lines.length}` } })
  t.notOk('errorType' in (last ?? {}))
})

t.test('a failure of a later page is the last line, one of the first an error', async (t) => {
  const fails = (from: number): Script => {
    return ({ number }, response) =>
      number < from
        ? reply(response, 200, page(number))
        : reply(response, 400, refusal('AccessDeniedException'))
  }
  const { result } = await ask(fails(2))
  t.equal(result.statusCode, 200)
  t.match(linesOf(result.body).at(-1), {
    errorType: 'AccessDeniedException',
    Count: 1,
    LastEvaluatedKey: { id: '1' }
  })
  t.equal((await ask(fails(1))).result.statusCode, 403)
})

t.test('a bare envelope is never a stream, nor is a front that asks for none', async (t) => {
  const once: Script = ({ number }, response) => reply(response, 200, page(number))
  const { result: plain } = await ask(once, undefined, restEvent({ body }))
  t.match(JSON.parse(plain.body), { Items: [{ id: '1' }] })
  t.match(plain.headers, { vary: 'Accept' })
  const { result: bare } = await ask(once, undefined, { ...JSON.parse(body), headers })
  t.match(bare, { Items: [{ id: '1' }], Count: 1 })
})
