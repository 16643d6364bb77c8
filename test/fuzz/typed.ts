import fc from 'fast-check'
import { name, number, object, odd, quote, text } from './json.ts'

// Makes attribute values in AWS's own form, as text; most of them are valid.

const ODD_NUMBERS = ['007', '+5', '.5', '5.', '0e99999', '-0.0', '1E+2', ' 1', '1 ', '1e', 'x', '']
const ODD_BASE64 = ['', 'AAE', 'AAF=', 'AAEC', 'AA E', 'AA-_', '====', 'AAEC\n']

const numberText = fc.oneof(
  { arbitrary: number.map(quote), weight: 6 },
  { arbitrary: fc.constantFrom(...ODD_NUMBERS).map(quote), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('', '0.', '1'), fc.integer({ min: 30, max: 3000 }), number)
      .map(([before, zeros, rest]) => quote(before + '0'.repeat(zeros) + rest)),
    weight: 1
  }
)

const base64 = fc.oneof(
  {
    arbitrary: fc.uint8Array().map((bytes) => quote(Buffer.from(bytes).toString('base64'))),
    weight: 4
  },
  { arbitrary: fc.constantFrom(...ODD_BASE64).map(quote), weight: 1 }
)

const flag = fc.constantFrom('true', 'false')
const list = (element: fc.Arbitrary<string>) =>
  fc.array(element, { maxLength: 4 }).map((elements) => `[${elements.join()}]`)

function typed(type: string, content: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .oneof({ arbitrary: content, weight: 40 }, { arbitrary: odd, weight: 1 })
    .map((inside) => `{"${type}":${inside}}`)
}

/** Values of all types, nested in each other. */
const right = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { arbitrary: typed('S', text), weight: 4 },
    { arbitrary: typed('N', numberText), weight: 4 },
    { arbitrary: typed('B', base64), weight: 2 },
    { arbitrary: typed('BOOL', flag), weight: 1 },
    { arbitrary: typed('NULL', fc.constant('true')), weight: 1 },
    { arbitrary: typed('SS', list(text)), weight: 1 },
    { arbitrary: typed('NS', list(numberText)), weight: 1 },
    { arbitrary: typed('BS', list(base64)), weight: 1 },
    { arbitrary: typed('L', list(tie('value'))), weight: 1 },
    {
      arbitrary: typed('M', object(fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }))),
      weight: 2
    }
  )
})).value

/** Values that are nested about as deep as DynamoDB's 32 levels. */
const nested = fc
  .tuple(
    fc.integer({ min: 28, max: 34 }),
    fc.constantFrom(['{"L":[', ']}'], ['{"M":{"a":', '}}'], ['{"M":{"__proto__":', '}}']),
    right
  )
  .map(
    ([times, [open = '', close = ''], inner]) => open.repeat(times) + inner + close.repeat(times)
  )

const WRONG = [
  '{}',
  '{"S":"x","N":"1"}',
  '{"X":"x"}',
  '{"__proto__":{"S":"x"}}',
  '{"constructor":"x"}',
  '{"s":"x"}',
  '{"S":"x","S":"y"}',
  '{"SS":[]}',
  '{"NULL":false}'
]

export const typedValue: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: right, weight: 40 },
  { arbitrary: nested, weight: 1 },
  { arbitrary: fc.constantFrom(...WRONG), weight: 1 }
)
