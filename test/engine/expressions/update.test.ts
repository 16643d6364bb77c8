import t from 'tap'
import { applyUpdate, updatedAttributes } from '../../../src/engine/expressions/apply-update.ts'
import { parseUpdate } from '../../../src/engine/expressions/parse-update.ts'
import { Placeholders } from '../../../src/engine/expressions/placeholders.ts'
import type { Update } from '../../../src/engine/expressions/update.ts'
import type { Item } from '../../../src/engine/values/attribute-value.ts'
import { refusal } from '../refusal.ts'
import { VALUES as CONDITION_VALUES } from './conditions.ts'

const VALUES = {
  ...CONDITION_VALUES,
  ':nines': { N: '9'.repeat(38) },
  ':half': { N: '0.5' },
  ':empty': { L: [] }
}
const KEY: Item = { id: { S: 'a' } }
const ITEM: Item = {
  ...KEY,
  s: { S: 'abc' },
  n: { N: '5' },
  l: { L: [{ N: '0' }, { N: '1' }, { N: '2' }, { N: '3' }] },
  m: { M: { a: { S: 'x' }, n: { N: '2' } } },
  ss: { SS: ['a', 'z'] }
}

const parse = (text: string): Update => parseUpdate(text, new Placeholders({ '#s': 's' }, VALUES))
const update = (text: string, item: Item | undefined = ITEM): Item =>
  applyUpdate(parse(text), item, KEY)
const told = (text: string): string =>
  refusal(() => update(text)).replace('ValidationException: ', '')

t.test("AWS's own example: indexes count in the list as it was", async (t) => {
  const words = ['Chisel', 'Hammer', 'Nails', 'Screwdriver', 'Hacksaw'].map((S) => ({ S }))
  t.same(update('REMOVE RelatedItems[1], RelatedItems[2]', { RelatedItems: { L: words } }), {
    RelatedItems: { L: [{ S: 'Chisel' }, { S: 'Screwdriver' }, { S: 'Hacksaw' }] }
  })
})

t.test('an update changes what it names and nothing else', async (t) => {
  const before = structuredClone(ITEM)
  for (const [text, change] of [
    ['SET a = :n', { a: { N: '5' } }],
    ['SET n = n + :one, m.n = n', { n: { N: '6' }, m: { M: { a: { S: 'x' }, n: { N: '5' } } } }],
    ['SET n = n - :half', { n: { N: '4.5' } }],
    ['SET s = n, n = s', { s: { N: '5' }, n: { S: 'abc' } }],
    ['SET m.a = m.n, m.n = m.a', { m: { M: { a: { N: '2' }, n: { S: 'x' } } } }],
    ['SET a = if_not_exists(nope, :n) + :one', { a: { N: '6' } }],
    ['SET n = if_not_exists(n, :one)', { n: { N: '5' } }],
    ['SET a = list_append(:l, if_not_exists(nope, :empty))', { a: { L: [{ S: 'x' }] } }],
    ['SET a = list_append(:l, :l)', { a: { L: [{ S: 'x' }, { S: 'x' }] } }],
    ['SET a = (n + :one)', { a: { N: '6' } }],
    [
      'SET l[0] = :n, l[9] = :s, l[7] = :a',
      { l: { L: [{ N: '5' }, { N: '1' }, { N: '2' }, { N: '3' }, { S: 'a' }, { S: 'abc' }] } }
    ],
    ['SET l[1] = :n REMOVE l[0], l[3], l[9]', { l: { L: [{ N: '5' }, { N: '2' }] } }],
    [
      'ADD n :one, ss :ss, m.n :n',
      { n: { N: '6' }, ss: { SS: ['a', 'b', 'z'] }, m: { M: { a: { S: 'x' }, n: { N: '7' } } } }
    ],
    ['ADD a :n, b :ss', { a: { N: '5' }, b: { SS: ['a', 'b'] } }],
    ['DELETE ss :ss', { ss: { SS: ['z'] } }],
    ['DELETE nope :ss', {}],
    ['REMOVE nope, m.nope', {}],
    ['SET m = :m', { m: { M: { a: { S: 'b' } } } }]
  ] as [string, Item][]) {
    t.same(update(text), { ...ITEM, ...change }, text)
  }
  t.same(ITEM, before, 'the item before is as it was')
})

t.test('an attribute that is removed, or whose set is empty, is gone', async (t) => {
  t.notOk('s' in update('REMOVE s'))
  t.notOk('ss' in update('DELETE ss :all'.replace(':all', ':ss'), { ss: { SS: ['a', 'b'] } }))
})

t.test('a missing item begins as its key', async (t) => {
  const made = applyUpdate(parse('SET a = id'), undefined, KEY)
  t.same(made, { id: { S: 'a' }, a: { S: 'a' } })
})

t.test('an update that cannot be done is refused', async (t) => {
  const wrong = 'An operand in the update expression has an incorrect data type'
  const nowhere = 'The document path provided in the update expression is invalid for update'
  const missing = 'The provided expression refers to an attribute that does not exist in the item'
  for (const [text, words] of [
    ['SET a = nope', missing],
    ['SET a = if_not_exists(s, nope)', missing],
    ['SET a = s + :n', wrong],
    ['SET a = list_append(l, n)', wrong],
    ['ADD s :n', wrong],
    ['ADD ss :n', wrong],
    ['DELETE s :ss', wrong],
    ['SET nope.a = :n', nowhere],
    ['SET l.a = :n', nowhere],
    ['SET m[0] = :n', nowhere],
    ['REMOVE s.a', nowhere],
    ['SET a = nope, nope.a = :n', nowhere],
    ['SET n = :nines + :half', 'Attempting to store more than 38 significant digits in a Number']
  ] as const) {
    t.equal(told(text), words, text)
  }
})

t.test('what is wrong with the expression itself is told before', async (t) => {
  for (const [text, words] of [
    ['', 'The expression can not be empty;'],
    ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
    ['a = :n', 'Syntax error; token: "a", near: "a ="'],
    ['SET a = :n,', 'Syntax error; token: "<EOF>", near: ","'],
    ['SET a = n + :n + :n', 'Syntax error; token: "+", near: ":n + :n"'],
    ['SET a = (:n', 'Syntax error; token: "<EOF>", near: ":n"'],
    ['ADD n n', 'Syntax error; token: "n", near: "n n"'],
    ['REMOVE (a)', 'Syntax error; token: "(", near: "REMOVE (a"'],
    ['SET a = ((n + :n))', 'The expression has redundant parentheses;'],
    ['SET name = :n', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['SET a = foo(n)', 'Invalid function name; function: foo'],
    ['SET a = size(n)', 'The function is not allowed in an update expression; function: size'],
    [
      'SET a = list_append(list_append(l, :l), :l)',
      'The function is not allowed to be used this way in an expression; function: list_append'
    ],
    ['SET a = :n SET b = :n', 'The "SET" section can only be used once in an update expression;'],
    [
      'SET m.a = :n REMOVE m',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m]'
    ],
    [
      'SET m.a = :n, m[0] = :n',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [0]]'
    ],
    [
      'SET a = if_not_exists(n)',
      'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1'
    ],
    [
      'SET a = if_not_exists(:n, n)',
      'Operator or function requires a document path; operator or function: if_not_exists'
    ],
    [
      'SET a = if_not_exists(n, n)',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: if_not_exists, first operand: [n]'
    ],
    [
      'SET a = list_append(l, :n)',
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: N'
    ],
    [
      'ADD n :s',
      'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND'
    ],
    [
      'DELETE ss :n',
      'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND'
    ],
    [
      'SET b = :u',
      'An expression attribute value used in expression is not defined; attribute value: :u'
    ],
    [
      `SET ${Array.from({ length: 301 }, (_, i) => `a${i}=n+n`).join(',')}`,
      'The expression contains too many operators; operator count: 301'
    ]
  ] as const) {
    t.equal(told(text), `Invalid UpdateExpression: ${words}`, text)
  }
})

t.test(
  'UPDATED_OLD and UPDATED_NEW tell what is at the paths, without what is beside them',
  async (t) => {
    for (const [text, old, now] of [
      ['SET m.a = :n', { m: { M: { a: { S: 'x' } } } }, { m: { M: { a: { N: '5' } } } }],
      ['SET l[1] = :n', { l: { L: [{ N: '1' }] } }, { l: { L: [{ N: '5' }] } }],
      ['REMOVE l[1]', { l: { L: [{ N: '1' }] } }, { l: { L: [{ N: '2' }] } }],
      ['SET l[9] = :n', {}, {}],
      ['REMOVE s', { s: { S: 'abc' } }, {}],
      ['SET a = :n', {}, { a: { N: '5' } }]
    ] as [string, Item, Item][]) {
      const parsed = parse(text)
      t.same(updatedAttributes(parsed, ITEM), old, text)
      t.same(updatedAttributes(parsed, applyUpdate(parsed, ITEM, KEY)), now, text)
    }
  }
)
