import t from 'tap'
import { exchange } from '../fixtures/raw-request.ts'
import { startScripted } from '../fixtures/service.ts'

t.test('a target in full is its path, and one that is none is unknown', async (t) => {
  const { service } = await startScripted(t, () => {})
  const statusOf = async (target: string) =>
    (
      await exchange(
        service.port,
        `POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{"operation":"ping"}`
      )
    ).slice(9, 12)
  t.equal(await statusOf('http://x/dynamodbmanager'), '200')
  t.equal(await statusOf('HTTPS://x:1/prod/DynamoDBManager?y'), '200')
  for (const target of ['http://x', 'http://x/%64ynamodbmanager', '*']) {
    t.equal(await statusOf(target), '403', target)
  }
})
