import { readFileSync } from 'node:fs'
import t from 'tap'
import { gatewayError, listErrors, toErrorAnswer } from '../../src/gateway/errors.ts'
import { ServiceError } from '../../src/operations/errors.ts'

const page = readFileSync('docs/errors.md', 'utf8')
const { responses } = JSON.parse(readFileSync('openapi.json', 'utf8')).paths['/dynamodbmanager']
  .post

t.test('each of the gateway’s errors is in the documents, with its status and its words', (t) => {
  for (const error of listErrors()) {
    if (error.layer === 'function') continue
    const { status, name, message, detailed } = error
    const words = detailed ? `${message}: …` : message
    t.match(page.replace(/\s+/g, ' '), `${status} \`${words}\``, `docs/errors.md: ${name}`)
    t.match(responses[status].description, `{"message":"${words}"}`, `openapi.json: ${name}`)
    const example = responses[status].content['application/json'].examples[name].value
    t.same(Object.keys(example), ['message'])
    if (detailed) t.ok(example.message.startsWith(`${message}: `), example.message)
    else t.equal(example.message, message)
  }
  t.end()
})

t.test('the documents have no message of the gateway that is not in its table', (t) => {
  const words = listErrors().map((error) => (error.layer === 'gateway' ? error.message : ''))
  const documented = Object.values(responses).flatMap((response) =>
    [...(response as { description: string }).description.matchAll(/"message":"(.*?)(: …)?"/g)].map(
      ([, message]) => message
    )
  )
  t.same(
    documented.filter((message) => !words.includes(message ?? '')),
    []
  )
  t.end()
})

t.test('only an error that is detailed has a detail after its message', (t) => {
  t.equal(gatewayError('WrongKey').message, 'Forbidden')
  t.equal(gatewayError('ForeignOrigin', 'expected x').message, 'Forbidden: expected x')
  t.end()
})

t.test(
  'the status of a function’s error is hidden by ERROR_STATUS=lambda, the gateway’s is not',
  (t) => {
    const hidden = new ServiceError('ThrottlingException', 'x')
    t.match(toErrorAnswer(hidden, 'id', 'http'), {
      statusCode: 429,
      headers: { 'retry-after': '1' }
    })
    t.same(toErrorAnswer(hidden, 'id', 'lambda'), {
      statusCode: 200,
      headers: {},
      body: { errorType: 'ThrottlingException', errorMessage: 'x', requestId: 'id' }
    })
    t.same(toErrorAnswer(gatewayError('TooBusy'), 'id', 'lambda'), {
      statusCode: 503,
      headers: { 'x-amzn-ErrorType': 'ServiceUnavailableException', 'retry-after': '1' },
      body: { message: 'Service Unavailable' }
    })
    t.end()
  }
)

t.test('the type of an error that DynamoDB has a name for is looked up by own names alone', (t) => {
  for (const name of ['constructor', '__proto__', 'NewException']) {
    t.equal(new ServiceError(name, 'x').statusCode, 400)
  }
  t.end()
})
