import t from 'tap'
import { refusal } from '../refusal.ts'
import { condition } from './conditions.ts'

const told = (text: string): string =>
  refusal(() => condition(text)).replace(/^ValidationException: Invalid ConditionExpression: /, '')
const wrongType = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`
const notDistinct = (operator: string, path: string): string =>
  `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${path}`

t.test('names that cannot be are refused', async (t) => {
  for (const [text, words] of [
    ['name = :s', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['m.Status = :s', 'Attribute name is a reserved keyword; reserved keyword: Status'],
    ['foo(s)', 'Invalid function name; function: foo'],
    ['ATTRIBUTE_EXISTS(s)', 'Invalid function name; function: ATTRIBUTE_EXISTS'],
    [
      'if_not_exists(s, :n) = :n',
      'The function is not allowed in a condition expression; function: if_not_exists'
    ],
    ['size(s)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      's = attribute_exists(s)',
      'The function is not allowed to be used this way in an expression; function: attribute_exists'
    ],
    ['l[99999999999] = :s', 'List index is not within the allowable range; index: [99999999999]'],
    [
      '#u = :s',
      'An expression attribute name used in the document path is not defined; attribute name: #u'
    ],
    [
      's = :u',
      'An expression attribute value used in expression is not defined; attribute value: :u'
    ],
    [
      `${Array(33).fill('a').join('.')} = :s`,
      'The document path has too many nesting levels; nesting levels: 33'
    ]
  ] as const) {
    t.equal(told(text), words)
  }
})

t.test('operands that do not fit are refused', async (t) => {
  for (const [text, words] of [
    ['n < :true', wrongType('<', 'BOOL')],
    [':l >= n', wrongType('>=', 'L')],
    ['n between :ss and :ss', wrongType('BETWEEN', 'SS')],
    ['begins_with(s, :n)', wrongType('begins_with', 'N')],
    ['begins_with(size(s), :s)', wrongType('begins_with', 'N')],
    ['size(:n) = :n', wrongType('size', 'N')],
    ['size(size(s)) = :n', wrongType('size', 'N')],
    ['attribute_type(s, :n)', wrongType('attribute_type', 'N')],
    ['attribute_type(s, n)', wrongType('attribute_type', '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}')],
    [
      'attribute_type(s, :s)',
      'Invalid attribute type name found; type: abc, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}'
    ],
    [
      'attribute_exists(:s)',
      'Operator or function requires a document path; operator or function: attribute_exists'
    ],
    [
      'attribute_exists(s, n)',
      'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2'
    ],
    ['s = #s', notDistinct('=', '[s]')],
    ['contains(l[0].a, l[0].a)', notDistinct('contains', '[l, [0], a]')],
    ['n in (s, n)', notDistinct('IN', '[n]')],
    ['n between s and n', notDistinct('BETWEEN', '[n]')],
    [
      'n between :n and :one',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}'
    ],
    [
      'n between :b and :s',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]}, upper bound operand: AttributeValue: {S:abc}'
    ],
    [
      `s in (${Array(101).fill(':s').join(',')})`,
      'The IN operator is provided with too many operands; number of operands: 101'
    ]
  ] as const) {
    t.equal(told(text), words)
  }
})

t.test('300 operators are taken, 301 are not', async (t) => {
  const many = (count: number): string => Array(count).fill('s=:s').join(' OR ')
  t.equal(told(many(150)), 'not refused')
  t.equal(told(many(151)), 'The expression contains too many operators; operator count: 301')
  t.equal(told(`${'not '.repeat(299)}s=:s`), 'not refused')
})

t.test('of two faults the one is told that AWS tells', async (t) => {
  for (const [text, first] of [
    ['((name = :s))', /redundant/],
    ['#u = :s and name = :s', /reserved/],
    ['foo(name)', /function: foo/],
    ['name = :s and foo(s)', /reserved/],
    ['begins_with(s, :n) and #u = :s', /operand type/],
    ['#u = :s and begins_with(s, :n)', /not defined/],
    ['attribute_exists(:u)', /not defined/],
    ['n between n and :true', /operand type/]
  ] as const) {
    t.match(told(text), first, text)
  }
})
