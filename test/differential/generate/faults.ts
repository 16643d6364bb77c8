import type { Random } from '../../fixtures/random.ts'
import type { Call, Input } from './context.ts'
import { breakExpression } from './expression-faults.ts'
import { PREFIX } from './schema.ts'
import { copyOf, type Place, placesOf, removeAt, setAt } from './tree.ts'

/** Makes one fault in a call, or returns undefined if there is no place for that kind of fault. */
type Fault = (random: Random, call: Call) => boolean

/** A call with one fault more; what is found faulty, and whether at all, is the engines' to say. */
export function withFault(random: Random, call: Call): Call {
  for (;;) {
    const faulty = copyOf(call)
    if (random.pick(FAULTS)(random, faulty)) return faulty
  }
}

const BAD_VALUES: readonly unknown[] = [
  {},
  { S: 'a', N: '1' },
  { X: 'a' },
  { NULL: false },
  { SS: [] },
  { NS: [] },
  { BS: [] },
  { SS: ['a', 'b', 'a'] },
  { NS: ['1', '1.0'] },
  { BS: ['AA==', 'AA=='] },
  { NS: ['1', 'x'] },
  { SS: [''] },
  { N: '' },
  { N: 'x' },
  { N: ' 1' },
  { N: '1 ' },
  { N: '0x10' },
  { N: 'NaN' },
  { N: 'Infinity' },
  { N: '.5' },
  { N: '5.' },
  { N: '1e' },
  { N: '1e126' },
  { N: '-1e126' },
  { N: '1e-131' },
  { N: '123456789012345678901234567890123456789' },
  { N: '0.123456789012345678901234567890123456789' },
  { N: '1234567890123456789012345678901234567890e-10' },
  { S: '' },
  { B: '' },
  { BOOL: true },
  { L: [{}] },
  { M: { '': { S: 'a' } } },
  { M: { x: { N: 'y' } } },
  { L: [{ NULL: false }] },
  { SS: ['a'] },
  { N: '1' },
  { S: 'a' },
  { B: 'AA==' }
]

const VALUE = /^(S|N|B|SS|NS|BS|BOOL|NULL|L|M)$/

const FAULTS: readonly Fault[] = [
  breakExpression,
  breakExpression,
  breakExpression,
  breakExpression,
  placeholderFault,
  placeholderFault,
  valueFault,
  valueFault,
  extraMember,
  extraMember,
  missingMember,
  wrongWord,
  keyFault,
  keyFault,
  tableFault,
  countFault,
  nestingFault,
  mistypedMember
]

function placeholderFault(random: Random, { input }: Call): boolean {
  const maps = placesOf(input).filter(
    ({ holder, key }) => /^ExpressionAttribute(Names|Values)$/.test(key) && isObject(holder[key])
  )
  if (maps.length === 0) return false
  const place = random.pick(maps)
  const map = place.holder[place.key] as Input
  const isNames = place.key.endsWith('Names')
  const [sign, value] = isNames ? ['#', 'zz'] : [':', { S: 'zz' }]
  const first = Object.keys(map)[0]
  switch (random.between(0, 5)) {
    case 0:
    case 1:
      if (first === undefined) return false
      delete map[first]
      return true
    case 2:
      map[`${sign}unused`] = value
      return true
    case 3:
      map[random.pick(['x', sign, `${sign}a-b`, `${sign}é`, '', `${sign}${'k'.repeat(300)}`])] =
        value
      return true
    case 4:
      setAt(place, {})
      return true
    default:
      if (first === undefined) return false
      map[first] = isNames ? random.pick(['', 'n'.repeat(70_000)]) : random.pick(BAD_VALUES)
      return true
  }
}

function valueFault(random: Random, { input }: Call): boolean {
  const values = placesOf(input).filter(({ holder, key }) => {
    const value = holder[key]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const names = Object.keys(value)
    return names.length === 1 && VALUE.test(names[0] ?? '')
  })
  if (values.length === 0) return false
  setAt(random.pick(values), random.pick(BAD_VALUES))
  return true
}

const EXTRA: readonly [string, unknown][] = [
  ['Expected', { zz: { Exists: false } }],
  ['AttributeUpdates', { zz: { Value: { S: 'a' } } }],
  ['AttributesToGet', ['a']],
  ['AttributesToGet', ['a', 'a']],
  ['ConditionalOperator', 'AND'],
  ['KeyConditions', { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } }],
  ['QueryFilter', { a: { ComparisonOperator: 'NULL' } }],
  ['ScanFilter', { a: { ComparisonOperator: 'NULL' } }],
  ['ConditionExpression', 'attribute_exists(a)'],
  ['FilterExpression', 'attribute_exists(a)'],
  ['ProjectionExpression', 'a'],
  ['UpdateExpression', 'REMOVE a'],
  ['ExpressionAttributeNames', { '#a': 'a' }],
  ['ExpressionAttributeValues', { ':a': { S: 'a' } }],
  ['Select', 'SPECIFIC_ATTRIBUTES'],
  ['Select', 'ALL_PROJECTED_ATTRIBUTES'],
  ['Select', 'ALL_ATTRIBUTES'],
  ['Select', 'nothing'],
  ['Limit', 0],
  ['Limit', -1],
  ['Segment', 0],
  ['TotalSegments', 2],
  ['IndexName', 'no-such-index'],
  ['IndexName', 'a'],
  ['ConsistentRead', true],
  ['ReturnValues', 'ALL_NEW'],
  ['ReturnValues', 'UPDATED_OLD'],
  ['ReturnValues', 'nothing'],
  ['ReturnConsumedCapacity', 'nothing'],
  ['ReturnItemCollectionMetrics', 'nothing'],
  ['ReturnValuesOnConditionCheckFailure', 'nothing'],
  ['Unknown', { a: 1 }],
  ['ExclusiveStartKey', {}],
  ['ExclusiveStartKey', { pk: { S: 'a' } }]
]

function extraMember(random: Random, { input }: Call): boolean {
  const [name, value] = random.pick(EXTRA)
  input[name] = value
  return true
}

function missingMember(random: Random, { input }: Call): boolean {
  const places = placesOf(input)
  if (places.length === 0) return false
  const top = places.filter(({ path }) => path.length <= 2)
  removeAt(random.pick(random.chance(0.7) ? top : places))
  return true
}

/** A word of AWS's, where one stands, becomes another. */
function wrongWord(random: Random, { input }: Call): boolean {
  const words = placesOf(input).filter(
    ({ holder, key }) => typeof holder[key] === 'string' && /^[A-Z_]{2,}$/.test(String(holder[key]))
  )
  if (words.length === 0) return false
  setAt(
    random.pick(words),
    random.pick(['nothing', '', 'EQ', 'IN', 'BETWEEN', 'NULL', 'ADD', 'all_old', 'KEYS_ONLY'])
  )
  return true
}

function keyFault(random: Random, { input }: Call): boolean {
  const keys = placesOf(input).filter(
    ({ holder, key }) => /^(Key|Item|ExclusiveStartKey)$/.test(key) && isObject(holder[key])
  )
  if (keys.length === 0) return false
  const place = random.pick(keys)
  const key = place.holder[place.key] as Input
  const names = Object.keys(key).filter((name) => /^(pk|id|h\.k|sk|r|g\d)$/.test(name))
  const name = names.length > 0 ? random.pick(names) : 'pk'
  switch (random.between(0, 6)) {
    case 0:
      delete key[name]
      return true
    case 1:
      key.extra = { S: 'a' }
      return true
    case 2:
      key[name] = random.pick<unknown>([{ S: '' }, { B: '' }])
      return true
    case 3:
      key[name] = random.pick<unknown>([{ BOOL: true }, { NULL: true }, { L: [] }, { SS: ['a'] }])
      return true
    case 4:
      key[name] = random.pick<unknown>([
        { S: 'x'.repeat(1_025) },
        { S: 'x'.repeat(2_049) },
        { B: 'AAAA'.repeat(700) }
      ])
      return true
    case 5:
      setAt(place, {})
      return true
    default:
      key[name] = random.pick<unknown>([{ S: 'a' }, { N: '1' }, { B: 'AA==' }])
      return true
  }
}

const BAD_TABLES = [`${PREFIX}9`, 'ab', 'a$b', '', 'x'.repeat(256)]

function tableFault(random: Random, { input }: Call): boolean {
  const name = random.pick(BAD_TABLES)
  const places = placesOf(input).filter(({ key }) => key === 'TableName' || key === `${PREFIX}1`)
  if (places.length === 0) return false
  const place = random.pick(places)
  if (place.key === 'TableName') setAt(place, name)
  else {
    const requests = place.holder[place.key]
    removeAt(place)
    setAt({ ...place, key: name }, requests)
  }
  return true
}

/** Too many or none of what has a limit, or one thing twice. */
function countFault(random: Random, { input }: Call): boolean {
  const lists = placesOf(input).filter(({ holder, key }) => Array.isArray(holder[key]))
  if (lists.length === 0) return false
  const place = random.pick(lists)
  const list = place.holder[place.key] as unknown[]
  if (random.chance(0.3)) setAt(place, [])
  else if (list.length > 0)
    list.push(...Array.from({ length: random.pick([1, 1, 101]) }, () => list[0]))
  return true
}

function nestingFault(random: Random, { input }: Call): boolean {
  const place = findItem(input)
  if (!place) return false
  let value: unknown = { S: 'a' }
  const levels = random.pick([31, 32, 33, 40])
  for (let i = 0; i < levels; i++) value = random.chance(0.5) ? { L: [value] } : { M: { a: value } }
  ;(place.holder[place.key] as Input).deep = value
  return true
}

function findItem(input: Input): Place | undefined {
  return placesOf(input).find(({ holder, key }) => key === 'Item' && isObject(holder[key]))
}

function mistypedMember(random: Random, { input }: Call): boolean {
  const places = placesOf(input)
  if (places.length === 0) return false
  setAt(random.pick(places), random.pick<unknown>([null, 5, 'text', [], {}, true]))
  return true
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
