import fc from 'fast-check'

// Makes JSON as text, because a serializer would never write some of it.

/** A placeholder for the request's own name, by which its write is found (requests.ts). */
export const ID = '@@'

/** A placeholder for the table's name. */
export const TABLE = '$$'

/**
 * Prototype names, lone surrogates, invisible and very long text, and the syntax of other layers.
 */
const ODD_TEXTS = [
  '""',
  '"__proto__"',
  '"constructor"',
  '"prototype"',
  '"toString"',
  '"hasOwnProperty"',
  '"then"',
  '"toJSON"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\uFEFF"',
  '"\\u2028"',
  '"%00"',
  '"../../etc/passwd"',
  '"{{7*7}}"',
  '"\' OR 1=1 --"',
  '"\\\\"',
  '"\\/"',
  '"$ref"',
  '"exact-number:"',
  '"[object Object]"',
  '"é"',
  '"e\\u0301"',
  '"1e400"',
  '"NaN"'
]

const ODD_NUMBERS = [
  '-0',
  '0.0',
  '-0.0e-0',
  '1e400',
  '-1e400',
  '1e-400',
  '1e125',
  '9.9999999999999999999999999999999999999e125',
  '1e126',
  '1e-130',
  '1e-131',
  '5e-324',
  '1E+2',
  '1e99999999999999999999',
  '1e-99999999999999999999',
  '0e99999999999999999999',
  '9007199254740993',
  '18446744073709551616',
  '0.1234567890123456789012345678901234567',
  '12345678901234567890123456789012345678',
  '123456789012345678901234567890123456789',
  '100000000000000000000000000000000000000000',
  '0.000000000000000000000000000000000000000001',
  '2147483647',
  '2147483648',
  '-2147483649',
  '2.0',
  '20e-1'
]

/** Text that only looks like JSON. */
const BROKEN = [
  '01',
  '+1',
  '.5',
  '5.',
  '1e',
  '--1',
  '0x10',
  'NaN',
  'Infinity',
  '-Infinity',
  'undefined',
  'True',
  "'text'",
  '"\t"',
  '"\\x41"',
  '"\\u12"',
  '"open',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  '[1 2]',
  '{"a" 1}',
  '/* */1',
  '',
  '\u00a01'
]

const digits = fc.string({
  unit: fc.constantFrom(...'0123456789'),
  minLength: 1,
  maxLength: 45
})

export const number: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.integer().map(String), weight: 4 },
  { arbitrary: fc.constantFrom(...ODD_NUMBERS), weight: 3 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('', '-'), digits, digits, fc.integer({ min: -140, max: 140 }))
      .map(([sign, whole, part, exponent]) => `${sign}${trimZeros(whole)}.${part}e${exponent}`),
    weight: 2
  },
  { arbitrary: fc.double().map((value) => JSON.stringify(value)), weight: 1 }
)

function trimZeros(whole: string): string {
  return whole.replace(/^0+(?=\d)/, '')
}

export const text: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.string({ unit: 'grapheme-ascii' }).map(quote), weight: 4 },
  { arbitrary: fc.constantFrom(...ODD_TEXTS), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map(quote), weight: 2 },
  {
    arbitrary: fc
      .tuple(
        fc.constantFrom('x', 'ä', '😀', '\\u0000', '#', '/~'),
        fc.integer({ max: 3000, min: 1 })
      )
      .map(([part, times]) => quote(part.repeat(times))),
    weight: 1
  }
)

export function quote(value: string): string {
  return JSON.stringify(value)
}

const literal = fc.constantFrom('null', 'true', 'false')

/** The name of an attribute or of any other member. */
export const name: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom('"a"', '"n"', '"number"', '"list"', '"#a"', '":v"'), weight: 4 },
  { arbitrary: text, weight: 2 }
)

/** Writes an object with these members; a name may come twice. */
export function object(members: fc.Arbitrary<[string, string][]>): fc.Arbitrary<string> {
  return members.map((pairs) => `{${pairs.map(([key, value]) => `${key}:${value}`).join()}}`)
}

export const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { arbitrary: number, weight: 3 },
    { arbitrary: text, weight: 3 },
    { arbitrary: literal, weight: 1 },
    {
      arbitrary: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
      weight: 1
    },
    { arbitrary: object(fc.array(fc.tuple(name, tie('value')), { maxLength: 4 })), weight: 2 }
  )
}))

/**
 * Lists or maps around a value, about as many as DynamoDB's 32 levels, or more than any stack
 * allows.
 */
export const nested: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { arbitrary: fc.integer({ min: 28, max: 36 }), weight: 8 },
      { arbitrary: fc.constantFrom(1_000, 9_000, 20_000), weight: 1 }
    ),
    fc.constantFrom(['[', ']'], ['{"a":', '}'], ['[{"__proto__":', '}]']),
    fc.constantFrom('1', '""', '12345678901234567890')
  )
  .map(
    ([times, [open = '', close = ''], inner]) => open.repeat(times) + inner + close.repeat(times)
  )

/** Makes a value that does not belong where it stands. */
export const odd: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: value, weight: 20 },
  { arbitrary: nested, weight: 2 },
  { arbitrary: fc.constantFrom(...BROKEN), weight: 1 }
)
