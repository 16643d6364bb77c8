import t from 'tap'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { call, Refusal } from './properties/caller.ts'

// The examples of AWS's own pages with the results that stand there.
const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide'

const TableName = 'ProductCatalog'
const Key = { Id: { N: '789' } }

/** The item of the page on update expressions. */
const ITEM = {
  ...Key,
  ProductCategory: { S: 'Home Improvement' },
  Price: { N: '52' },
  InStock: { BOOL: true },
  Brand: { S: 'Acme' }
}

interface Example {
  title: string
  /** Attributes that the item has beside its own. */
  given?: object
  expression: string
  names?: Record<string, string>
  values?: object
  /** What differs in the item afterwards; null: the attribute is gone. */
  changed: Record<string, unknown>
}

const strings = (...texts: string[]) => ({ L: texts.map((S) => ({ S })) })

const RELATED = strings('Chisel', 'Hammer', 'Nails', 'Screwdriver', 'Hacksaw')

const UPDATES: readonly Example[] = [
  {
    title: 'SET adds attributes',
    expression: 'SET RelatedItems = :ri, ProductReviews = :pr',
    values: { ':ri': strings('Hammer'), ':pr': { M: { FiveStar: strings('Best product ever!') } } },
    changed: {
      RelatedItems: strings('Hammer'),
      ProductReviews: { M: { FiveStar: strings('Best product ever!') } }
    }
  },
  {
    title: 'SET of an element behind the end appends it',
    given: { RelatedItems: strings('Hammer') },
    expression: 'SET RelatedItems[1] = :ri',
    values: { ':ri': { S: 'Nails' } },
    changed: { RelatedItems: strings('Hammer', 'Nails') }
  },
  {
    title: 'elements that one SET adds come in the order of their numbers',
    given: { RelatedItems: strings('Hammer') },
    expression: 'SET RelatedItems[9] = :nine, RelatedItems[5] = :five',
    values: { ':nine': { S: 'nine' }, ':five': { S: 'five' } },
    changed: { RelatedItems: strings('Hammer', 'five', 'nine') }
  },
  {
    title: 'SET adds nested attributes',
    given: { ProductReviews: { M: { FiveStar: strings('Best product ever!') } } },
    expression: 'SET #pr.#5star[1] = :r5, #pr.#3star = :r3',
    names: { '#pr': 'ProductReviews', '#5star': 'FiveStar', '#3star': 'ThreeStar' },
    values: { ':r5': { S: 'Very happy' }, ':r3': strings('Just OK - not that great') },
    changed: {
      ProductReviews: {
        M: {
          FiveStar: strings('Best product ever!', 'Very happy'),
          ThreeStar: strings('Just OK - not that great')
        }
      }
    }
  },
  {
    title: 'SET subtracts',
    expression: 'SET Price = Price - :p',
    values: { ':p': { N: '15' } },
    changed: { Price: { N: '37' } }
  },
  {
    title: 'list_append adds to the end',
    given: { RelatedItems: strings('Hammer', 'Nails') },
    expression: 'SET #ri = list_append(#ri, :vals)',
    names: { '#ri': 'RelatedItems' },
    values: { ':vals': strings('Screwdriver', 'Hacksaw') },
    changed: { RelatedItems: strings('Hammer', 'Nails', 'Screwdriver', 'Hacksaw') }
  },
  {
    title: 'list_append adds to the beginning when its operands are swapped',
    given: { RelatedItems: strings('Hammer') },
    expression: 'SET #ri = list_append(:vals, #ri)',
    names: { '#ri': 'RelatedItems' },
    values: { ':vals': strings('Chisel') },
    changed: { RelatedItems: strings('Chisel', 'Hammer') }
  },
  {
    title: 'if_not_exists keeps what is there',
    expression: 'SET Price = if_not_exists(Price, :p)',
    values: { ':p': { N: '100' } },
    changed: {}
  },
  {
    title: 'REMOVE takes attributes away',
    expression: 'REMOVE Brand, InStock, QuantityOnHand',
    changed: { Brand: null, InStock: null }
  },
  {
    title: 'REMOVE of two elements takes both, by their places before it',
    given: { RelatedItems: RELATED },
    expression: 'REMOVE RelatedItems[1], RelatedItems[2]',
    changed: { RelatedItems: strings('Chisel', 'Screwdriver', 'Hacksaw') }
  },
  {
    title: 'ADD begins a number that is not there',
    expression: 'ADD QuantityOnHand :q',
    values: { ':q': { N: '5' } },
    changed: { QuantityOnHand: { N: '5' } }
  },
  {
    title: 'ADD adds to a number that is there',
    given: { QuantityOnHand: { N: '5' } },
    expression: 'ADD QuantityOnHand :q',
    values: { ':q': { N: '5' } },
    changed: { QuantityOnHand: { N: '10' } }
  },
  {
    title: 'ADD adds elements to a set',
    given: { Color: { SS: ['Orange', 'Purple'] } },
    expression: 'ADD Color :c',
    values: { ':c': { SS: ['Yellow', 'Green', 'Blue'] } },
    changed: { Color: { SS: ['Blue', 'Green', 'Orange', 'Purple', 'Yellow'] } }
  },
  {
    title: 'DELETE takes elements from a set',
    given: { Color: { SS: ['Blue', 'Green', 'Orange', 'Purple', 'Yellow'] } },
    expression: 'DELETE Color :p',
    values: { ':p': { SS: ['Yellow', 'Purple'] } },
    changed: { Color: { SS: ['Blue', 'Green', 'Orange'] } }
  },
  {
    title: 'one expression may have several clauses',
    given: { RelatedItems: strings('Hammer') },
    expression: 'SET Price = Price - :p REMOVE InStock',
    values: { ':p': { N: '15' } },
    changed: { Price: { N: '37' }, InStock: null }
  },
  {
    title: 'all operands are read before anything is written',
    expression: 'SET RelatedItems[1] = :newValue, Price = :newPrice',
    given: { RelatedItems: strings('Nails') },
    values: { ':newValue': { S: 'Hammer' }, ':newPrice': { N: '60' } },
    changed: { RelatedItems: strings('Nails', 'Hammer'), Price: { N: '60' } }
  }
]

t.test(`updates: ${GUIDE}/Expressions.UpdateExpressions.html`, async (t) => {
  const engine = await startWithTable(t)
  for (const { title, given = {}, expression, names, values, changed } of UPDATES) {
    const Item = { ...ITEM, ...given }
    await call(engine, 'PutItem', { TableName, Item })
    const { Attributes } = await call(engine, 'UpdateItem', {
      TableName,
      Key,
      UpdateExpression: expression,
      ...(names ? { ExpressionAttributeNames: names } : {}),
      ...(values ? { ExpressionAttributeValues: values } : {}),
      ReturnValues: 'ALL_NEW'
    })
    const expected = Object.entries({ ...Item, ...changed }).filter(([, value]) => value !== null)
    t.same(Attributes, Object.fromEntries(expected), title)
  }
})

const REFUSED = new Refusal('ConditionalCheckFailedException', 'The conditional request failed')

const CONDITIONS: readonly [condition: string, values: object | undefined, holds: boolean][] = [
  ['attribute_not_exists(Id)', undefined, false],
  ['attribute_exists(ProductReviews.OneStar)', undefined, true],
  ['attribute_not_exists(Price)', undefined, false],
  ['begins_with(Pictures.FrontView, :v_sub)', { ':v_sub': { S: 'http://' } }, true],
  ['contains(Color, :c)', { ':c': { S: 'Red' } }, true],
  ['attribute_type(ProductReviews.FiveStar, :v_sub)', { ':v_sub': { S: 'SS' } }, true],
  ['size(Brand) <= :v_sub', { ':v_sub': { N: '20' } }, true],
  ['Price > :limit', { ':limit': { N: '500' } }, true],
  [
    '(ProductCategory IN (:cat1, :cat2)) and (Price between :lo and :hi)',
    {
      ':cat1': { S: 'Sporting Goods' },
      ':cat2': { S: 'Gardening Supplies' },
      ':lo': { N: '500' },
      ':hi': { N: '600' }
    },
    true
  ]
]

t.test(`conditions: ${GUIDE}/Expressions.ConditionExpressions.html`, async (t) => {
  const engine = await startWithTable(t)
  const Item = {
    ...ITEM,
    ProductCategory: { S: 'Sporting Goods' },
    Price: { N: '550' },
    Color: { SS: ['Red', 'Black'] },
    ProductReviews: {
      M: { OneStar: { SS: ['Terrible product'] }, FiveStar: { SS: ['Excellent'] } }
    },
    Pictures: { M: { FrontView: { S: 'http://example.com/front.jpg' } } }
  }
  for (const [condition, values, holds] of CONDITIONS) {
    await call(engine, 'PutItem', { TableName, Item })
    const input = {
      TableName,
      Key,
      ConditionExpression: condition,
      ...(values ? { ExpressionAttributeValues: values } : {})
    }
    const deletion = call(engine, 'DeleteItem', input)
    if (holds) await t.resolves(deletion, condition)
    else await t.rejects(deletion, REFUSED, condition)
  }
})

t.test(`capacity: ${GUIDE}/read-write-operations.html`, async (t) => {
  const engine = await startWithTable(t)
  const put = (id: string, bytes: number) =>
    // The attributes' names and the key take six bytes.
    call(engine, 'PutItem', {
      TableName,
      Item: { Id: { N: id }, text: { S: 'x'.repeat(bytes - 8) } },
      ReturnConsumedCapacity: 'TOTAL'
    })
  t.equal(unitsOf(await put('1', 1.5 * 1024)), 2, 'a write of 1.5 KB is two units')
  await put('2', 6.5 * 1024)
  await put('3', 10 * 1024)
  const read = (operation: string, input: object) =>
    call(engine, operation, { ...input, ReturnConsumedCapacity: 'TOTAL' })
  const get = (id: string, ConsistentRead: boolean) =>
    read('GetItem', { TableName, Key: { Id: { N: id } }, ConsistentRead })
  t.equal(unitsOf(await get('3', true)), 3, 'a read of 10 KB counts 12')
  t.equal(unitsOf(await get('3', false)), 1.5, 'and half of it if it may be old')
  t.equal(unitsOf(await get('9', true)), 1, 'an item that is not there counts, too')
  const Keys = [{ Id: { N: '1' } }, { Id: { N: '2' } }]
  const batch = await read('BatchGetItem', {
    RequestItems: { [TableName]: { Keys, ConsistentRead: true } }
  })
  t.equal((batch.ConsumedCapacity as Capacity[])[0]?.CapacityUnits, 3, 'each item is rounded up')
  const transaction = await read('TransactGetItems', {
    TransactItems: Keys.map((key) => ({ Get: { TableName, Key: key } }))
  })
  t.equal(
    (transaction.ConsumedCapacity as Capacity[])[0]?.CapacityUnits,
    6,
    'twice as much in a transaction'
  )
})

interface Capacity {
  CapacityUnits: number
}

function unitsOf({ ConsumedCapacity }: Record<string, unknown>): number {
  return (ConsumedCapacity as Capacity).CapacityUnits
}

async function startWithTable(t: Tap): Promise<Engine> {
  const engine = await createEngine({})
  t.teardown(() => engine.close())
  await call(engine, 'CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'N' }],
    BillingMode: 'PAY_PER_REQUEST'
  })
  return engine
}

type Tap = Pick<typeof t, 'teardown'>
