import fc from 'fast-check'

export type Value = Record<string, unknown>

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 19 })

/** Numbers within 38 digits, written in every way. */
export const number: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.option(digits, { nil: undefined }),
    fc.option(fc.integer({ min: -100, max: 80 }), { nil: undefined })
  )
  .map(([sign, whole, part, exponent]) => {
    const fraction = part === undefined ? '' : `.${part}`
    return `${sign}${whole}${fraction}${exponent === undefined ? '' : `e${exponent}`}`
  })

const binary = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => Buffer.from(bytes).toString('base64'))
const text = fc.string({ unit: 'grapheme', maxLength: 20 })
const set = (element: fc.Arbitrary<string>, worth: (text: string) => unknown = String) =>
  fc.uniqueArray(element, { minLength: 1, maxLength: 5, selector: worth })

/** Names that JavaScript knows are data like any other. */
export const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 10 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'S', 'a.b')
)

/** Values of all ten types, some levels deep. */
export const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    binary.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    set(text).map((SS) => ({ SS })),
    set(number, Number).map((NS) => ({ NS })),
    set(binary).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((members) => ({
      M: Object.fromEntries(members)
    }))
  )
}))

export const item: fc.Arbitrary<Record<string, Value>> = fc
  .array(fc.tuple(name, value), { maxLength: 8 })
  .map((members) => Object.fromEntries(members))
