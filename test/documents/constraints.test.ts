import t from 'tap'
import { constraints } from '../../src/documents/constraints.ts'
import { toOpenApi } from '../../src/documents/openapi.ts'
import type { Schema } from '../../src/documents/schema.ts'
import { toTypeName } from '../../src/documents/schemas.ts'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { compileSchemas } from '../fixtures/json-schema.ts'
import { startService } from '../fixtures/service.ts'

const table: OperationTable = operations
const document = toOpenApi(table)
const { validate } = compileSchemas(document)

/** For each operation, payloads that AWS accepts, each with one that its documents exclude. */
const payloads: Record<string, [accepted: object, refused: object][]> = {
  list: [
    [{ Limit: 1 }, { Limit: 0 }],
    [{ IndexName: 'abc' }, { IndexName: 'ab' }],
    [{ IndexName: 'a.b-c_d' }, { IndexName: 'a/b/c' }],
    [
      { Segment: 0, TotalSegments: 1_000_000 },
      { Segment: 0, TotalSegments: 0 }
    ],
    [{ Segment: 999_999 }, { Segment: 1_000_000 }],
    [{ AttributesToGet: ['a'] }, { AttributesToGet: [] }],
    [{ AttributesToGet: ['a'] }, { AttributesToGet: [''] }],
    [{ FilterExpression: 'a' }, { FilterExpression: '' }],
    [{ FilterExpression: 'a'.repeat(4096) }, { FilterExpression: 'a'.repeat(4097) }],
    [{ ExpressionAttributeNames: { '#a': 'x' } }, { ExpressionAttributeNames: { a: 'x' } }],
    [{ ExpressionAttributeNames: { '#a': 'x' } }, { ExpressionAttributeNames: { '#a': '' } }],
    [{ ExpressionAttributeValues: { ':a_1': 1 } }, { ExpressionAttributeValues: { ':': 1 } }],
    [{ ExpressionAttributeValues: { ':a': 1 } }, { ExpressionAttributeValues: {} }],
    [{ ExclusiveStartKey: { id: 'x' } }, { ExclusiveStartKey: {} }]
  ],
  read: [
    [{ Key: { id: 'x' } }, { Key: {} }],
    [{ Key: { pk: 'x', sk: 1 } }, { Key: { a: 1, b: 2, c: 3 } }]
  ],
  create: [[{ Item: { id: 'x' } }, { Item: { id: 'x', '': 1 } }]],
  batchRead: [[{ Keys: [{ id: 'x' }] }, { Keys: [{}] }]],
  batchWrite: [[{ Put: [{ id: 'x' }] }, { Put: [{}] }]]
}

t.test(
  'what AWS’s lengths, ranges and patterns exclude is told, and left to DynamoDB to refuse',
  async (t) => {
    const asked: string[] = []
    const engine = await startFakeEngine(t, ({ operation }, response) => {
      asked.push(operation)
      reply(response, 200, {})
    })
    const service = await startService(t, { endpoint: engine.endpoint, table: false })
    for (const [operation, samples] of Object.entries(payloads)) {
      for (const [accepted, refused] of samples) {
        const envelope = { operation, tableName: 'table' }
        const text = JSON.stringify(refused).slice(0, 80)
        t.same(validate('Envelope', { ...envelope, payload: accepted }), [])
        t.not(validate('Envelope', { ...envelope, payload: refused }).length, 0, text)
        asked.length = 0
        const { status, body } = await service.post({ ...envelope, payload: refused })
        t.equal(status, 200, body)
        t.equal(asked.length, 1, 'DynamoDB is asked')
      }
    }
  }
)

t.test('each of them is a parameter’s', (t) => {
  const names = new Set<string>()
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const [, operation] =
      Object.entries(table).find(([operation]) => name === `${toTypeName(operation)}Payload`) ?? []
    for (const member of Object.keys((schema.properties ?? {}) as Schema)) {
      names.add(member)
      names.add(`${operation?.call?.name}.${member}`)
    }
  }
  t.same(
    Object.keys(constraints).filter((name) => !names.has(name)),
    []
  )
  t.end()
})
