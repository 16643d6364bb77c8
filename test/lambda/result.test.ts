import t from 'tap'
import { expectAnswer } from '../fixtures/expect-answer.ts'
import { type Call, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { contextOf, restEvent, startHandler, toAnswer } from '../fixtures/lambda.ts'

const tableName = 'large-table'
const tooLarge = { errorType: 'ResponseTooLarge' }

t.test('a batchRead whose answer is too large says to ask for fewer keys', async (t) => {
  const { endpoint } = await startFakeEngine(t, (_call, response) =>
    reply(response, 200, { Responses: { [tableName]: [{ text: { S: 'x'.repeat(6_291_556) } }] } })
  )
  const { handler } = startHandler(t, endpoint)
  const payload = { Keys: [{ id: '1' }] }
  const body = JSON.stringify({ operation: 'batchRead', tableName, payload })
  const answer = toAnswer(await handler(restEvent({ body }), contextOf()))
  expectAnswer(t, answer, 413, {
    ...tooLarge,
    errorMessage: /^The answer is larger .+ fewer keys\.$/
  })
})

t.test('a batchWrite that left what has no room does not say that it was made', async (t) => {
  // Each quote takes two characters in the answer, and four in the result's JSON.
  const Put = [1, 2].map((n) => ({ id: `${n}`, text: '"'.repeat(1_000_000) }))
  const left = ({ input }: Call) => input.RequestItems
  const { endpoint } = await startFakeEngine(t, (call, response) =>
    reply(response, 200, { UnprocessedItems: left(call) })
  )
  const { handler } = startHandler(t, endpoint)
  const body = JSON.stringify({ operation: 'batchWrite', tableName, payload: { Put } })
  const answer = toAnswer(await handler(restEvent({ body }), contextOf()))
  expectAnswer(t, answer, 413, { ...tooLarge, errorMessage: /^The answer is larger/ })
})
