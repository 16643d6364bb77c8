import t from 'tap'
import { openDatabase } from '../../../src/engine/database.ts'
import { createEngine } from '../../../src/engine/engine.ts'
import { createMemoryStore } from '../../../src/engine/store/memory-store.ts'
import { expireItems } from '../../../src/engine/tables/expire-items.ts'
import { createTableInput, make, refuse } from '../tables.ts'

const NOW_SECONDS = 1_800_000_000
const YEAR_SECONDS = 365 * 86_400

const TTL = {
  TableName: 'things',
  TimeToLiveSpecification: { AttributeName: 'end', Enabled: true }
}

async function open() {
  const store = createMemoryStore()
  const now = () => NOW_SECONDS * 1000
  const engine = await createEngine({ store, now })
  await make(
    engine,
    'CreateTable',
    createTableInput('things', 'id:S', { global: [{ name: 'byColour', key: 'colour:S' }] })
  )
  const put = (id: string, end: object) =>
    make(engine, 'PutItem', {
      TableName: 'things',
      Item: { id: { S: id }, colour: { S: 'red' }, end }
    })
  const ids = async (others = {}) => {
    const { Items } = await make<{ Items: { id: { S: string } }[] }>(engine, 'Scan', {
      TableName: 'things',
      ...others
    })
    return Items.map(({ id }) => id.S).sort()
  }
  const ignore = { onFailure: () => {}, onStoreFailure: () => {} }
  const expire = async () => expireItems(await openDatabase(store, now, ignore))
  return { engine, put, ids, expire }
}

t.test('items that are over go, with their entries, and no others', async (t) => {
  const { engine, put, ids, expire } = await open()
  await make(engine, 'UpdateTimeToLive', TTL)
  await put('over', { N: `${NOW_SECONDS - 1}` })
  await put('not yet', { N: `${NOW_SECONDS}` })
  await put('no number', { S: `${NOW_SECONDS - 1}` })
  await put('long over', { N: `${NOW_SECONDS - 6 * YEAR_SECONDS}` })
  await put('longer now', { N: `${NOW_SECONDS - 1}` })
  await put('longer now', { N: `${NOW_SECONDS + 1}` })
  await expire()
  const left = ['long over', 'longer now', 'no number', 'not yet']
  t.same(await ids(), left)
  t.same(await ids({ IndexName: 'byColour' }), left)
})

t.test('items that were there before it was enabled go too', async (t) => {
  const { engine, put, ids, expire } = await open()
  await put('over', { N: `${NOW_SECONDS - 1}` })
  await make(engine, 'UpdateTimeToLive', TTL)
  await new Promise(setImmediate)
  await expire()
  t.same(await ids(), [])
})

t.test('nothing goes when it is disabled', async (t) => {
  const { engine, put, ids, expire } = await open()
  await make(engine, 'UpdateTimeToLive', TTL)
  await put('over', { N: `${NOW_SECONDS - 1}` })
  const disable = {
    TableName: 'things',
    TimeToLiveSpecification: { AttributeName: 'end', Enabled: false }
  }
  await make(engine, 'UpdateTimeToLive', disable)
  await expire()
  t.same(await ids(), ['over'])
  t.match(await refuse(engine, 'UpdateTimeToLive', disable), {
    message: 'TimeToLive is already disabled'
  })
})

t.test('enabled anew for another attribute, it goes by that one', async (t) => {
  const { engine, put, ids, expire } = await open()
  await put('over', { N: `${NOW_SECONDS - 1}` })
  const set = (AttributeName: string, Enabled: boolean) =>
    make(engine, 'UpdateTimeToLive', {
      TableName: 'things',
      TimeToLiveSpecification: { AttributeName, Enabled }
    })
  await set('end', true)
  await set('end', false)
  await set('other', true)
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  await expire()
  t.same(await ids(), ['over'])
})

t.test('it is described as it is', async (t) => {
  const { engine } = await open()
  const describe = () => make(engine, 'DescribeTimeToLive', { TableName: 'things' })
  t.same(await describe(), { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } })
  await make(engine, 'UpdateTimeToLive', TTL)
  t.same(await describe(), {
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'end' }
  })
  t.match(await refuse(engine, 'UpdateTimeToLive', TTL), {
    message: 'TimeToLive is already enabled'
  })
})
