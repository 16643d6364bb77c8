import t from 'tap'
import { evaluateCondition } from '../../../src/engine/expressions/evaluate-condition.ts'
import type { Item } from '../../../src/engine/values/attribute-value.ts'
import { condition } from './conditions.ts'

const ITEM: Item = {
  s: { S: 'abc' },
  n: { N: '5' },
  l: { L: [{ S: 'x' }, { N: '1' }, { BOOL: true }, { L: [{ N: '1' }] }] },
  m: { M: { a: { S: 'b' }, l: { L: [{ N: '1' }] } } },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '5'] },
  bs: { BS: ['YQ=='] },
  b: { B: 'YWJj' },
  t: { BOOL: true },
  z: { NULL: true },
  'a.b': { S: 'dotted' }
}

const holds = (text: string): boolean => evaluateCondition(condition(text), ITEM)

t.test('what holds', async (t) => {
  for (const text of [
    's = :s',
    ':s = s',
    'n > :one and n <= :n',
    'n between :one and :n',
    'n in (:one, :n)',
    's in (n, :s)',
    'm.l[0] = :one',
    'l[3][0] = :one',
    'ss = :ss',
    'm <> :m',
    'attribute_exists(m.a)',
    'attribute_not_exists(m.b)',
    'attribute_not_exists(s.a)',
    'attribute_not_exists(l[9])',
    'attribute_type(ss, :type)',
    'begins_with(s, :a)',
    'begins_with(b, :b)',
    'contains(s, :a)',
    'contains(l, :true)',
    'contains(ss, :a)',
    'contains(ns, :n)',
    'contains(bs, :b)',
    'contains(b, :b)',
    'contains(:ss, m.a)',
    'size(l[3]) = :one',
    'size(s) = size(b)',
    'size(ss) < size(s)',
    'size(m) > :one',
    'size(:s) < n',
    'attribute_exists(#dotted)',
    'not nope = :s',
    'nope <> :s',
    'nope <> nada',
    's <> :n',
    's = :s or nope = :s and nope = :s'
  ]) {
    t.ok(holds(text), text)
  }
})

t.test('what does not hold', async (t) => {
  for (const text of [
    'nope = :s',
    'nope < :n',
    'nope = nada',
    'n < :s',
    'n > :s',
    'not s = :s',
    's = :n',
    'size(n) = :n',
    'size(t) = :one',
    'size(nope) = :one',
    'contains(n, :n)',
    'contains(m, :a)',
    'contains(l, :a)',
    'contains(ss, :n)',
    'contains(nope, :s)',
    'begins_with(n, :a)',
    'begins_with(l, :a)',
    'attribute_type(s, :type)',
    'attribute_exists(toString)',
    'attribute_exists(l.x)',
    'attribute_exists(m[0])',
    'nope in (:s)',
    'nope between :one and :n'
  ]) {
    t.notOk(holds(text), text)
  }
})

t.test('a missing item is one without attributes', async (t) => {
  t.ok(evaluateCondition(condition('attribute_not_exists(s)'), undefined))
  t.notOk(evaluateCondition(condition('s = :s'), undefined))
})
