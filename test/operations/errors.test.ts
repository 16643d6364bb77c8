import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { expectAnswer } from '../fixtures/expect-answer.ts'
import { refusal, reply } from '../fixtures/fake-engine.ts'
import { startScripted } from '../fixtures/service.ts'

const tableName = 'fault-table'
const create = { operation: 'create', tableName, payload: { Item: { id: '1' } } }
const read = { operation: 'read', tableName, payload: { Key: { id: '1' } } }
const add = {
  operation: 'update',
  tableName,
  payload: {
    Key: { id: '1' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}

t.test('each error of DynamoDB has its status', async (t) => {
  for (const [name, status] of [
    ['ValidationException', 400],
    ['SerializationException', 400],
    ['ItemCollectionSizeLimitExceededException', 400],
    ['ConditionalCheckFailedException', 409],
    ['TransactionConflictException', 409],
    ['TransactionInProgressException', 409],
    ['IdempotentParameterMismatchException', 409],
    ['ReplicatedWriteConflictException', 409],
    ['TransactionCanceledException', 409],
    ['ResourceNotFoundException', 404],
    ['AccessDeniedException', 403]
  ] as const) {
    const { service } = await startScripted(t, (_call, response) =>
      reply(response, 400, {
        ...refusal(name),
        ...(name === 'TransactionCanceledException'
          ? { CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { id: { S: '1' } } }] }
          : {})
      })
    )
    const answer = await service.post(create)
    const body = expectAnswer(t, answer, status, {
      errorType: name,
      errorMessage: 'told by the engine'
    })
    if (name === 'TransactionCanceledException') {
      t.same(body.CancellationReasons, [{ Code: 'ConditionalCheckFailed', Item: { id: '1' } }])
    }
  }
})

t.test('credentials that are refused are our fault: 500, the cause only in the log', async (t) => {
  for (const name of [
    'UnrecognizedClientException',
    'ExpiredTokenException',
    'InvalidSignatureException',
    'AuthFailure',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
    'MissingAuthenticationTokenException',
    'IncompleteSignatureException'
  ]) {
    const { service } = await startScripted(t, (_call, response) =>
      reply(response, 400, refusal(name))
    )
    const answer = await service.post(read)
    expectAnswer(t, answer, 500, { errorType: 'InternalFailure' })
    t.notMatch(answer.body, name)
    t.match(service.logs[0], { errorType: 'InternalFailure', cause: name })
  }
})

t.test(
  'credentials that cannot be had are our fault too: 500, the cause only in the log',
  async (t) => {
    const arn = 'arn:aws:iam::111111111111:role/manager'
    const stsError = (status: number, code: string, message: string) => ({ status, code, message })
    let refusalOfSts: ReturnType<typeof stsError> | undefined
    const sts = http.createServer((_request, response) => {
      if (!refusalOfSts) return void response.socket?.destroy()
      const { status, code, message } = refusalOfSts
      response.writeHead(status, { 'content-type': 'text/xml' })
      response.end(
        `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
      )
    })
    await once(sts.listen(0, '127.0.0.1'), 'listening')
    t.teardown(() => sts.close())
    const AWS_WEB_IDENTITY_TOKEN_FILE = join(t.testdir({ token: 'a-token' }), 'token')
    t.intercept(process, 'env', {
      value: {
        AWS_WEB_IDENTITY_TOKEN_FILE,
        AWS_ROLE_ARN: arn,
        AWS_REGION: 'us-east-1',
        AWS_MAX_ATTEMPTS: '1',
        AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
        AWS_CONFIG_FILE: 'none',
        AWS_SHARED_CREDENTIALS_FILE: 'none'
      }
    })
    const { service, engine } = await startScripted(t, () => {}, {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE }
    })
    for (const [error, reason] of [
      [stsError(403, 'AccessDenied', `not authorized: ${arn}`), `not authorized: ${arn}`],
      [stsError(400, 'Throttling', 'Rate exceeded'), 'Rate exceeded'],
      [undefined, /socket hang up|ECONNRESET/]
    ] as const) {
      refusalOfSts = error
      const answer = await service.post(add)
      expectAnswer(t, answer, 500, { errorType: 'InternalFailure' })
      t.notMatch(answer.body, arn)
      const line = service.logs.find((line) => 'cause' in line)
      t.match(line, { errorType: 'InternalFailure', cause: 'CredentialsProviderError', reason })
      service.logs.length = 0
    }
    t.equal(engine.calls.length, 0)
  }
)
