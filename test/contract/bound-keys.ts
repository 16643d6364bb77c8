import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { expectAnswer } from '../fixtures/expect-answer.ts'
import type { Answer, Request } from '../fixtures/request.ts'

const OTHER_TABLE = 'other-table'
const hash = (key: string) => createHash('sha256').update(key).digest('hex')

/** Writes a file with keys that are bound to a table, to operations, to both and to nothing. */
export function writeKeys(t: Test, tableName: string): Record<string, string> {
  const API_KEYS_FILE = join(t.testdir(), 'keys.json')
  const keys = [
    { key: 'all' },
    { name: 'table', key: 'table', tables: [tableName] },
    { name: 'reader', sha256: hash('reader'), operations: ['read', 'list'] },
    { name: 'both', key: 'both', tables: [tableName], operations: ['read', 'list', 'ping'] }
  ]
  writeFileSync(API_KEYS_FILE, JSON.stringify(keys))
  return { API_KEYS_FILE, API_KEYS: `plain,sha256:${hash('hashed')}` }
}

/** Tests bound API keys at one door. */
export function boundKeys(
  t: Test,
  { send, tableName }: { send(request: Request): Promise<Answer>; tableName: string }
): void {
  const run = async (key: string, operation: string, table: unknown = tableName) => {
    const { example } = (operations as OperationTable)[operation] ?? {}
    const body = JSON.stringify({ operation, tableName: table, payload: example?.payload })
    return send({ body, headers: { 'x-api-key': key } })
  }
  const refused = async (
    t: Test,
    key: string,
    operation: string,
    place: string,
    table?: unknown
  ) => {
    const refusal = { errorType: 'AccessDeniedException', errorMessage: new RegExp(`^${place}: `) }
    const what = `${key} may not ${operation} ${table ?? ''}`
    const { errorMessage } = expectAnswer(
      t,
      await run(key, operation, table),
      403,
      refusal,
      {},
      what
    )
    t.notMatch(errorMessage, tableName, 'no table is told')
  }

  t.test('every key that is valid opens the door, another one none', async (t) => {
    for (const key of ['all', 'table', 'both', 'plain', 'hashed']) {
      t.equal((await run(key, 'ping')).status, 200, key)
    }
    for (const key of ['', 'none', hash('hashed'), `sha256:${hash('hashed')}`]) {
      // The gateway's layer refuses an unknown key.
      const forbidden = { 'x-amzn-errortype': 'ForbiddenException' }
      expectAnswer(t, await run(key, 'ping'), 403, { message: 'Forbidden' }, forbidden)
    }
  })

  t.test('a key may do what it is bound to, and nothing else', async (t) => {
    for (const operation of Object.keys(operations)) {
      const { call } = (operations as OperationTable)[operation] ?? {}
      const isReading = ['read', 'list'].includes(operation)
      t.equal((await run('all', operation)).status, 200)
      t.equal((await run('table', operation)).status, 200)
      if (call && !call.isTableless) await refused(t, 'table', operation, '/tableName', OTHER_TABLE)
      if (isReading) t.equal((await run('reader', operation)).status, 200)
      else await refused(t, 'reader', operation, '/operation')
      if (isReading || operation === 'ping') t.equal((await run('both', operation)).status, 200)
      else await refused(t, 'both', operation, '/operation')
    }
    t.equal((await run('reader', 'list', OTHER_TABLE)).status, 404, 'any table, to read')
  })

  t.test('only the very name is the table that a key is bound to', async (t) => {
    for (const name of [
      `arn:aws:dynamodb:us-east-1:000000000000:table/${tableName}`,
      `arn:aws:dynamodb:us-east-1:000000000000:table/${OTHER_TABLE}`,
      `arn:aws:dynamodb:us-east-1:000000000000:table/${tableName}/index/i`,
      `${tableName}/index/i`,
      ` ${tableName}`,
      `${tableName}\0`,
      tableName.toUpperCase(),
      '__proto__',
      'constructor'
    ]) {
      await refused(t, 'table', 'list', '/tableName', name)
    }
  })

  t.test('a payload changes neither table nor operation', async (t) => {
    const headers = { 'x-api-key': 'both' }
    for (const text of [
      `{"operation":"list","tableName":"${tableName}","payload":{"TableName":"${OTHER_TABLE}"}}`,
      `{"operation":"list","tableName":"${tableName}","payload":{"IndexName":5}}`
    ]) {
      t.equal((await send({ headers, body: text })).status, 400)
    }
    for (const text of [
      `{"operation":"list","tableName":"${tableName}","tableName":"${OTHER_TABLE}"}`,
      `{"operation":"list","operation":"delete","tableName":"${tableName}","payload":{}}`
    ]) {
      t.equal((await send({ headers, body: text })).status, 403, 'of duplicates the last counts')
    }
    const early = `{"operation":"create","tableName":"${tableName}","payload":5}`
    t.equal((await send({ headers, body: early })).status, 403, 'before the payload is looked at')
  })
}
