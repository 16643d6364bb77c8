import fc from 'fast-check'
import t from 'tap'
import { ExactNumber, toDecimal, toNumber, trimNumber } from '../../src/json/exact-number.ts'
import { parse } from '../../src/json/parse.ts'
import { stringify } from '../../src/json/stringify.ts'

t.test('what JSON.parse reads without loss is read as JSON.parse reads it', async (t) => {
  for (const text of [
    '{"a":[1,-2.5,1e10,true,null,"x"],"__proto__":{"b":1}}',
    '"a string with 12345678901234567890 and \\"quotes\\\\"',
    '["\\\\","9007199254740993"]',
    '{"12345678901234567890":1}',
    '[0.30000000000000004,1700000000000000,100000000000000000000]'
  ]) {
    t.equal(JSON.stringify(parse(text)), JSON.stringify(JSON.parse(text)))
  }
})

t.test('a long number keeps every digit, in and out', async (t) => {
  for (const text of [
    '9007199254740993',
    '-9007199254740993',
    '[1,9007199254740993,{"a":0.12345678901234567890123456789012345678}]',
    '1e400',
    '-1e-400',
    '123456789012345678901234567890.5e-10',
    '{"__proto__":9007199254740993}',
    '{"\\\\":"\\\\","n":9007199254740993,"s":"9007199254740993"}'
  ]) {
    t.equal(stringify(parse(text)), text)
  }
})

t.test('a number below the normal range of a double keeps its value', async (t) => {
  for (const text of [
    '4e-324',
    '-4e-324',
    '1.23456e-320',
    '1.5e-309',
    '2.22507385850721e-308',
    '1e-307',
    '1e308',
    '1.8e308',
    '5e-324',
    '0e-400',
    `0.${'0'.repeat(322)}4`
  ]) {
    const written = stringify(parse(text))
    t.same(toDecimal(written), toDecimal(text), `${text} became ${written}`)
  }
})

t.test('any number keeps its decimal value', async (t) => {
  const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`))
  const whole = fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,20}$/))
  const fraction = fc.oneof(
    fc.constant(''),
    digits(24).map((text) => `.${text}`)
  )
  const exponent = fc.oneof(
    fc.constant(''),
    fc.integer({ min: -400, max: 400 }).map((value) => `e${value}`)
  )
  const numbers = fc.tuple(fc.constantFrom('', '-'), whole, fraction, exponent)
  const keepsItsValue = (parts: string[]): void => {
    const text = parts.join('')
    t.same(toDecimal(stringify(parse(text))), toDecimal(text), text)
  }
  fc.assert(fc.property(numbers, keepsItsValue), { numRuns: 2_000 })
})

t.test('any depth is read', async (t) => {
  const depth = 100_000
  const text = `${'['.repeat(depth)}9007199254740993${']'.repeat(depth)}`
  t.ok(Array.isArray(parse(text)))
})

t.test('what is no JSON is refused, long numbers or not', async (t) => {
  for (const text of [
    '',
    '{',
    '01234567890123456789',
    '[9007199254740993,]',
    '+12345678901234567'
  ]) {
    t.throws(() => parse(text), SyntaxError)
  }
})

t.test('random numbers keep their value', async (t) => {
  let state = 7
  const random = (below: number) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  for (let round = 0; round < 20_000; round++) {
    const digits = Array.from({ length: 1 + random(40) }, () => random(10)).join('')
    const whole = digits.replace(/^0+(?=\d)/, '')
    const fraction = random(2) ? `.${random(1e9)}` : ''
    const exponent = random(3) === 0 ? `e${random(2) ? '-' : '+'}${random(130)}` : ''
    const text = `${random(2) ? '-' : ''}${whole}${fraction}${exponent}`
    const written = stringify(parse(`[${text}]`)).slice(1, -1)
    const same = JSON.stringify(toDecimal(written)) === JSON.stringify(toDecimal(text))
    if (!same) t.fail(`${text} became ${written}`)
  }
})

t.test('spellings that only engines use become JSON', async (t) => {
  for (const [text, written] of [
    ['007', '7'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+12345678901234567890', '1.234567890123456789e19'],
    ['0012345678901234567890', '1.234567890123456789e19'],
    ['1E+130', '1e+130'],
    ['-0', '0'],
    ['1.00000000000000000000', '1']
  ] as const) {
    t.equal(stringify(toNumber(text)), written)
  }
})

t.test('an exact number says its decimal as text', async (t) => {
  const number = parse('9007199254740993')
  t.ok(number instanceof ExactNumber)
  t.equal(String(number), '9007199254740993')
  t.same(toDecimal('-0.00120'), { negative: true, digits: '12', exponent: -3 })
})

t.test('a number loses the zeros that say nothing, and is spelled no other way', async (t) => {
  for (const [text, trimmed] of [
    ['0.12345678901234567890123456789012345678', '.12345678901234567890123456789012345678'],
    ['-0.12345678901234567890123456789012345678', '-.12345678901234567890123456789012345678'],
    [`1${'0'.repeat(100)}`, `1${'0'.repeat(100)}`],
    [`${'0'.repeat(40)}1`, '1'],
    [`+${'0'.repeat(40)}1.5`, '+1.5'],
    [`1.${'0'.repeat(60)}`, '1'],
    [`1.5${'0'.repeat(60)}e7`, '1.5e7'],
    [`.${'0'.repeat(40)}1`, `.${'0'.repeat(40)}1`],
    [`1e${'0'.repeat(40)}5`, '1e5'],
    [`1E+${'0'.repeat(40)}5`, '1e+5'],
    [`1e-${'0'.repeat(40)}`, '1e-0'],
    ['0'.repeat(40), '0'],
    [`-0.${'0'.repeat(40)}e9`, '-0e9'],
    [`${'0'.repeat(40)}.`, '0']
  ] as const) {
    t.equal(trimNumber(text), trimmed)
    t.same(toDecimal(trimmed), toDecimal(text))
  }
})

t.test('millions of zeros take no longer than other digits', async (t) => {
  const text = `0.${'0'.repeat(3_000_000)}12345678901234567e3000000`
  t.equal(trimNumber(text), text.slice(1))
})
