import t from 'tap'
import { type Collection, toCollection } from '../../src/documents/postman/collection.ts'
import { toEnvironments } from '../../src/documents/postman/environments.ts'
import type { TableDescription } from '../../src/documents/table-description.ts'
import { operations } from '../../src/operations/table.ts'

const collection = toCollection(operations)

const bodiesOf = (folder: Collection['item'][number] | undefined) =>
  (folder?.item ?? []).map(({ request }) => request.body?.raw ?? '')

t.test('the lab’s walk, a folder for each operation, errors, and the clean-up last', (t) => {
  t.same(
    collection.item.map(({ name }) => name),
    ['The lab’s walk', ...Object.keys(operations), 'Errors', 'Clean-up']
  )
  for (const { name, description } of collection.item) t.match(description, /^\S.+\.$/, name)
  const walk = bodiesOf(collection.item[0]).map((body) => JSON.parse(body).operation)
  t.same(walk, ['echo', 'create', 'list', 'read', 'update', 'delete', 'read'])
  t.end()
})

t.test('every request tests status and request id, and its tests are JavaScript', (t) => {
  for (const { name: folder, item } of collection.item) {
    for (const { name, event } of item) {
      const script = event.flatMap(({ script }) => script.exec).join('\n')
      t.match(script, 'status', `${folder}: ${name}`)
      t.match(script, "'x-amzn-RequestId'")
      t.doesNotThrow(() => new Function('pm', script))
    }
  }
  t.end()
})

t.test('every body is JSON once its variables are filled in, but the one that is none', (t) => {
  const broken = collection.item
    .flatMap(bodiesOf)
    .filter((body) => body && !isJson(body.replace(/: \{\{\w+\}\}/g, ': {}')))
  t.same(broken, ['{"operation":'])
  t.end()
})

t.test('what is put into the table is deleted by the clean-up', (t) => {
  const ids = new Set<unknown>()
  const deleted = new Set<unknown>()
  for (const folder of collection.item) {
    for (const body of bodiesOf(folder).filter(isJson)) {
      const { operation, payload } = JSON.parse(body)
      // An object that has members beside its key is an item.
      for (const { id, ...others } of objectsIn(payload)) {
        if (id && Object.keys(others).length > 0) ids.add((id as { S?: string }).S ?? id)
      }
      if (folder.name === 'Clean-up' && operation === 'delete') deleted.add(payload.Key.id)
    }
  }
  t.same(deleted, ids)
  t.ok(ids.has('1234ABCD'))
  t.end()
})

t.test('for another table, items and keys have its key’s names and types', (t) => {
  const table: TableDescription = {
    name: 'orders',
    key: [
      { name: 'number', type: 'N' },
      { name: 'kind', type: 'S' }
    ]
  }
  const numbers = new Set<string>()
  for (const body of toCollection(operations, { table }).item.flatMap(bodiesOf)) {
    const filled = body.replace(/(: |")\{\{runId\}\}(\d+)/g, '$112345$2')
    if (!isJson(filled)) continue
    t.notMatch(filled, /"id":/)
    for (const { number, kind } of objectsIn(JSON.parse(filled).payload)) {
      if (kind === undefined) continue
      t.match([number, kind], typeof kind === 'string' ? [Number, 'item'] : [{ N: String }, {}])
      numbers.add(JSON.stringify(number))
    }
  }
  t.same(numbers.size, 15, 'the lab’s two items, one for each of the run, and a typed one')
  const [folder] = toCollection(operations, { table }).item
  const script = folder?.item[3]?.event[0]?.script.exec.join('\n') ?? ''
  t.match(script, '{"number":1234,"kind":"item","number_":5}', 'another attribute gives way')
  t.end()
})

/** Returns every object in a value, at any depth. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
}

t.test(
  'with ERROR_STATUS=lambda the function’s errors have status 200, the gateway’s their own',
  (t) => {
    const { item } = toCollection(operations, { errorStatus: 'lambda' })
    const steps = item.find(({ name }) => name === 'Errors')?.item ?? []
    const statusOf = (name: string) => {
      const { event } = steps.find((step) => step.name === name) ?? { event: [] }
      return /status (\d+)/.exec(event[0]?.script.exec.join('\n') ?? '')?.[1]
    }
    t.equal(statusOf('A wrong type'), '200')
    t.equal(statusOf('A body that is not JSON'), '400')
    t.end()
  }
)

t.test('its variables are those of each environment', (t) => {
  const names = collection.variable.map(({ key }) => key)
  t.same(names, ['baseUrl', 'tableName', 'apiKey'])
  for (const { values } of Object.values(toEnvironments())) {
    t.same(
      values.map(({ key }) => key),
      names
    )
  }
  t.end()
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
