import t from 'tap'
import { type Collection, toCollection } from '../../src/documents/postman/collection.ts'
import { toEnvironments } from '../../src/documents/postman/environments.ts'
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

t.test('every body is JSON, but the one that is none', (t) => {
  const broken = collection.item.flatMap(bodiesOf).filter((body) => body && !isJson(body))
  t.same(broken, ['{"operation":'])
  t.end()
})

t.test('what is put into the table is deleted by the clean-up', (t) => {
  const ids = new Set<unknown>()
  const deleted = new Set<unknown>()
  for (const folder of collection.item) {
    for (const body of bodiesOf(folder).filter(isJson)) {
      const { operation, payload } = JSON.parse(body)
      if (operation === 'create' && payload.Item.id) ids.add(payload.Item.id)
      if (folder.name === 'Clean-up' && operation === 'delete') deleted.add(payload.Key.id)
    }
  }
  t.same([...deleted], [...ids])
  t.ok(ids.has('1234ABCD'))
  t.end()
})

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
