import * as fc from 'fast-check'
import t from 'tap'
import { type CommandLine, startCommandLine } from '../../fixtures/command-line.ts'

// Whatever an item has, each format gives an equal table back.

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      '',
      '=1+1',
      '\\',
      '\\{"S":"x"}',
      '\uFEFF',
      'a,b',
      '"',
      'a\r\nb',
      '\t',
      '@x',
      '-5',
      'null',
      'true',
      ' a '
    )
  )
  .filter((value) => value.isWellFormed())
const name = text.filter((value) => value !== '' && value !== 'id')
const digits = fc.stringMatching(/^[1-9]\d{0,37}$/)
const number = fc.oneof(
  fc.integer().map(String),
  digits,
  digits.map((value) => `-${value}`),
  fc
    .tuple(digits, fc.integer({ min: -120, max: 80 }))
    .map(([value, power]) => `${`${value[0]}.${value.slice(1)}1`.slice(0, 39)}E${power}`)
)
const base64 = fc
  .uint8Array({ maxLength: 12 })
  .map((bytes) => Buffer.from(bytes).toString('base64'))

/** Values that plain JSON can tell apart. */
const plainLeaf = fc.oneof(
  text.map((S) => ({ S })),
  number.map((N) => ({ N })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true })
)
const leaf = fc.oneof(
  plainLeaf,
  base64.map((B) => ({ B })),
  fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((SS) => ({ SS })),
  fc
    .uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 })
    .map((all) => ({ NS: all.map(String) })),
  fc.uniqueArray(base64, { minLength: 1, maxLength: 4 }).map((BS) => ({ BS }))
)

function valuesOf(leaves: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const { value } = fc.letrec<{ value: object }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaves,
      fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
      fc.dictionary(name, tie('value'), { maxKeys: 3 }).map((M) => ({ M }))
    )
  }))
  return value
}

function itemsOf(leaves: fc.Arbitrary<object>) {
  const others = fc.dictionary(name, valuesOf(leaves), { maxKeys: 6 })
  return fc
    .array(others, { minLength: 1, maxLength: 40 })
    .map((all) => all.map((item, index) => ({ ...item, id: { S: `=${index}` } })))
}

const FORMATS = [
  ['items.json', itemsOf(leaf)],
  ['items.json.gz', itemsOf(leaf)],
  ['items.csv', itemsOf(leaf)],
  ['items.csv.gz', itemsOf(leaf)],
  ['items.jsonl', itemsOf(plainLeaf)]
] as const

for (const [file, items] of FORMATS) {
  t.test(
    `${file}: what is exported and imported is equal, to the last digit and byte`,
    async (t) => {
      const line = await startCommandLine(t)
      const property = fc.asyncProperty(items, async (given) => {
        const [from, to] = [await line.makeTable(), await line.makeTable()]
        await line.put(from, given)
        await succeed(line, ['export', line.path(file), '--table', from, '--force'])
        await succeed(line, ['import', line.path(file), '--table', to])
        const before = (await line.items(from)).map(normalise).sort()
        const after = (await line.items(to)).map(normalise).sort()
        const lost = before.filter((item, index) => item !== after[index])
        if (lost.length > 0 || after.length !== before.length) {
          throw new Error(`other items came back for ${lost.join('\n')}`)
        }
      })
      await fc.assert(property, { numRuns: 40 })
    }
  )
}

/** Members have no order. */
function normalise(line: string): string {
  return JSON.stringify(JSON.parse(line, order))
}

function order(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
}

async function succeed(line: CommandLine, args: string[]): Promise<void> {
  const { code, stderr } = await line.run(args)
  if (code !== 0) throw new Error(stderr)
}
