import type { Test } from 'tap'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import type { Door } from './door.ts'

/** Operations that only read, and one that does not call DynamoDB. */
const ALLOWED = ['read', 'query', 'list', 'transactRead', 'tables', 'ping']

/** Makes a configuration that allows only these operations, and a file of keys. */
export function allowSome(apiKeys: string): Record<string, string> {
  return { ALLOWED_OPERATIONS: ALLOWED.join(', '), API_KEYS: 'all', API_KEYS_FILE: apiKeys }
}

/** The text of a file with one key, for an operation that is allowed and one that is not. */
export const KEYS = JSON.stringify([{ name: 'some', key: 'some', operations: ['read', 'create'] }])

/** Tests ALLOWED_OPERATIONS at one door. */
export function allowedOperations(t: Test, { send, tableName }: Omit<Door, 'engine'>): void {
  const run = async (operation: unknown, key: string, members: object = {}) => {
    const { example } = (operations as OperationTable)[String(operation)] ?? {}
    const envelope = { operation, tableName, payload: example?.payload, ...members }
    const headers = { 'x-api-key': key }
    const { status, body } = await send({ body: JSON.stringify(envelope), headers })
    return { status, json: JSON.parse(body) }
  }
  const HERE = '/operation: this operation is not allowed here'
  const WITH_KEY = '/operation: not allowed with this API key'

  t.test('what is allowed runs, and everything else is 403 for everybody', async (t) => {
    for (const operation of Object.keys(operations)) {
      const { status, json } = await run(operation, 'all')
      if (ALLOWED.includes(operation)) t.equal(status, 200, operation)
      else {
        t.equal(status, 403, operation)
        t.match(json, {
          errorType: 'AccessDeniedException',
          errorMessage: HERE,
          requestId: String
        })
      }
    }
  })

  t.test('a key is bound beside it: what both allow is allowed', async (t) => {
    t.equal((await run('read', 'some')).status, 200)
    t.match(await run('create', 'some'), { status: 403, json: { errorMessage: HERE } })
    t.match(await run('query', 'some'), { status: 403, json: { errorMessage: WITH_KEY } })
  })

  t.test('an unknown operation is told first, the table and the payload later', async (t) => {
    t.match(await run('nothing', 'all'), {
      status: 400,
      json: { errorMessage: 'Unrecognized operation "nothing"' }
    })
    for (const members of [{ payload: 5 }, { tableName: 5 }, { format: 5 }]) {
      t.match(await run('create', 'all', members), { status: 403, json: { errorMessage: HERE } })
    }
  })
}
