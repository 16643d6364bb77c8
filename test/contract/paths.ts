import { expectAnswer } from '../fixtures/expect-answer.ts'
import type { Facts } from './caller.ts'

const body = '{"operation":"ping"}'

export const paths: Facts = {
  'the path is served in any case, with a stage before it and a query behind it': async (
    t,
    { door }
  ) => {
    for (const path of [
      '/dynamodbmanager',
      '/DynamoDBManager',
      '/DYNAMODBMANAGER',
      '/Prod/dynamodbmanager',
      '/prod/DynamoDBManager',
      '/dynamodbmanager?a=b',
      '/prod/dynamodbmanager?'
    ]) {
      t.equal((await door.send({ path, body })).body, '"pong"', `${path} is served`)
    }
  },

  'any other path or method is 403': async (t, { door }) => {
    const unknown: [string, string][] = [
      ['POST', '/'],
      ['POST', '/dynamodbmanager/'],
      ['POST', '//dynamodbmanager'],
      ['POST', '/dynamodbmanager/x'],
      ['POST', '/%64ynamodbmanager'],
      ['POST', '/Dev/dynamodbmanager'],
      ['POST', '/Prod/Prod/dynamodbmanager'],
      ['POST', '/dynamodbmanager;a'],
      ['POST', '/%'],
      ['GET', '/dynamodbmanager'],
      ['PUT', '/dynamodbmanager'],
      ['DELETE', '/Prod/dynamodbmanager'],
      ['OPTIONS', '/dynamodbmanager']
    ]
    for (const [method, path] of unknown) {
      const answer = await door.send({ method, path, ...(method === 'POST' ? { body: 'x' } : {}) })
      const message = 'Missing Authentication Token'
      expectAnswer(t, answer, 403, { message }, { 'x-amzn-requestid': /./ }, `${method} ${path}`)
    }
  }
}
