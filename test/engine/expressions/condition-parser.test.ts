import t from 'tap'
import { parseConditionSyntax } from '../../../src/engine/expressions/condition-parser.ts'
import { refusal } from '../refusal.ts'
import { condition } from './conditions.ts'

const told = (text: string): string =>
  refusal(() => condition(text)).replace(/^ValidationException: Invalid ConditionExpression: /, '')

t.test('NOT binds before AND, AND before OR', async (t) => {
  const shape = (text: string): string =>
    JSON.stringify(parseConditionSyntax(text), (key, value) =>
      key === 'operands' ? value[0].elements[0] : value
    )
  const a = '{"kind":"compare","operator":"=","operands":"a"}'
  const b = '{"kind":"compare","operator":"=","operands":"b"}'
  const c = '{"kind":"compare","operator":"=","operands":"c"}'
  t.equal(
    shape('a=:x or b=:x and not c=:x'),
    `{"kind":"OR","left":${a},"right":{"kind":"AND","left":${b},"right":{"kind":"NOT","condition":${c}}}}`
  )
  t.equal(
    shape('(a=:x OR b=:x) AND c=:x'),
    `{"kind":"AND","left":{"kind":"OR","left":${a},"right":${b}},"right":${c}}`
  )
  t.equal(shape('NOT NOT a=:x'), `{"kind":"NOT","condition":{"kind":"NOT","condition":${a}}}`)
  t.equal(
    shape('a=:x AND b=:x AND c=:x'),
    `{"kind":"AND","left":{"kind":"AND","left":${a},"right":${b}},"right":${c}}`
  )
})

t.test('a syntax error names the token and what stands beside it', async (t) => {
  for (const [text, token, near] of [
    [' ', '<EOF>', ' '],
    ['(', '<EOF>', '('],
    [')', ')', ')'],
    ['a', '<EOF>', 'a'],
    ['a = ', '<EOF>', '= '],
    ['= a', '=', '= a'],
    ['a == :s', '=', '== :s'],
    ['a = :s :s', ':s', ':s :s'],
    ['a = :s AND b', '<EOF>', 'b'],
    ['a and b = :s', 'and', 'a and b'],
    ['s in ()', ')', '()'],
    ['s in (:s,)', ')', ',)'],
    ['s in :s', ':s', 'in :s'],
    ['attribute_exists()', ')', '()'],
    ['l[-1] = :s', '-', '[-1'],
    ['l[01] = :s', '1', '01]'],
    ['a..b = :s', '.', '..b'],
    ['_a = :s', '_', '_a'],
    ['1a = :s', '1', '1a'],
    ['a = 5', '5', '= 5'],
    ["a = 'x'", "'", "= 'x"],
    ['n + :n = :n', '+', 'n + :n'],
    ['a <> b <> c', '<>', 'b <> c'],
    ['a & b', '&', 'a & b'],
    ['é = :s', 'é', 'é ='],
    ['set = :s', 'set', 'set ='],
    ['(m).a = :s', '.', ').a'],
    ['(s = :s) = :s', '=', ') = :s'],
    ['s = :s)', ')', ':s)'],
    ['(s = :s', '<EOF>', ':s'],
    ['a )  b', ')', 'a )  b'],
    ['s = not s', 'not', '= not s'],
    [':s.a = :s', '.', ':s.a']
  ] as const) {
    t.equal(told(text), `Syntax error; token: "${token}", near: "${near}"`, text)
  }
})

t.test('parentheses around parentheses are refused, once it is sure what is in them', async (t) => {
  const redundant = 'The expression has redundant parentheses;'
  for (const text of [
    '((a = :s))',
    '((a)) = :s',
    'a = ((:s))',
    's in (((:s)))',
    '(((a = :s) and (b = :s)))',
    'not ((a = :s))',
    'attribute_exists(((a)))',
    '((attribute_exists(a)))',
    '((a = :s)) !',
    '((a)) = !',
    'contains(((a)), :s) !',
    '((name = :s))'
  ]) {
    t.equal(told(text), redundant, text)
  }
  for (const text of ['((a)) b', 'contains(((a)) !', '(((a = :s) and (b = :s))']) {
    t.match(told(text), /^Syntax error/, text)
  }
})

t.test('parentheses that say something are none too many', async (t) => {
  for (const text of [
    '((a = :s) and (b = :s))',
    '(((((a = :s OR b = :s) OR a = :n) OR a = :n) OR a = :n) OR a = :n)',
    '(a) = (:s)',
    '(not (a = :s))',
    's in ((:s))',
    'attribute_exists((a))',
    '(size(a)) = :n'
  ]) {
    t.equal(told(text), 'not refused', text)
  }
})

t.test('an expression is empty, or too long, before it is parsed', async (t) => {
  t.equal(told(''), 'The expression can not be empty;')
  t.equal(told(`a = :s${' '.repeat(4090)}`), 'not refused')
  t.equal(
    told(`a = :s${' '.repeat(4091)}`),
    'Expression size has exceeded the maximum allowed size; expression size: 4097'
  )
  t.equal(
    told('('.repeat(2 ** 20)),
    'Expression size has exceeded the maximum allowed size; expression size: 1048576'
  )
})

t.test('thousands of parentheses and operators are no danger to the stack', async (t) => {
  t.match(told('('.repeat(4096)), /^Syntax error; token: "<EOF>", near: "\("$/)
  t.equal(
    told(`${'('.repeat(2000)}a=:s${')'.repeat(2000)}`),
    'The expression has redundant parentheses;'
  )
  t.match(told(`${'not '.repeat(1000)}a=:s`), /^The expression contains too many operators/)
  t.match(told('size('.repeat(800)), /^Syntax error/)
})
