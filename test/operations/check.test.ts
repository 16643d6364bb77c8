import { type TSchema, Type } from '@sinclair/typebox'
import t from 'tap'
import { parse } from '../../src/json/parse.ts'
import { findFault } from '../../src/operations/check.ts'

const closed = { additionalProperties: false }
const mapOf = (member: TSchema) => Type.Object({}, { additionalProperties: member })
const schema = Type.Object(
  {
    Key: mapOf(Type.Unknown()),
    Names: Type.Optional(Type.Array(Type.String())),
    Limit: Type.Optional(Type.Integer()),
    Scan: Type.Optional(Type.Boolean()),
    Nested: Type.Optional(mapOf(Type.Object({ a: Type.String() }, closed)))
  },
  closed
)

t.test('a value that its schema and DynamoDB take has no fault', async (t) => {
  for (const text of [
    '{"Key":{}}',
    '{"Key":{"id":"a","n":[1,{"m":null}]},"Names":[],"Limit":-1,"Scan":false,"Nested":{}}',
    `{"Key":{"n":${'9'.repeat(38)}}}`
  ]) {
    t.equal(findFault(schema, parse(text), '/payload'), undefined, text)
  }
})

t.test('a fault is told by its place, what was expected and what came', async (t) => {
  for (const [text, pointer, expected, got] of [
    ['5', '', 'an object', 'the number 5'],
    ['{}', '/Key', 'an object', 'nothing'],
    ['{"Key":[]}', '/Key', 'an object', 'an array'],
    ['{"Key":{},"a/b~c":1}', '/a~1b~0c', /^one of Key, Names/, 'the number 1'],
    ['{"Key":{},"Names":["a",null]}', '/Names/1', 'a string', 'null'],
    ['{"Key":{},"Limit":4294967296}', '/Limit', 'an integer of 32 bits', 'the number 4294967296'],
    ['{"Key":{},"Limit":1.5}', '/Limit', 'an integer of 32 bits', 'the number 1.5'],
    ['{"Key":{},"Scan":0}', '/Scan', 'true or false', 'the number 0'],
    ['{"Key":{},"Nested":{"x/y":{"a":{}}}}', '/Nested/x~1y/a', 'a string', 'an object'],
    ['{"Key":{"id":"\\ud800"}}', '/Key/id', 'well-formed Unicode', /a lone surrogate$/],
    ['{"Key":{"\\ud800":1}}', '/Key/\ud800', 'well-formed Unicode', /a lone surrogate$/],
    ['{"Key":{"n":[1e126]}}', '/Key/n/0', /^0 or a number between/, 'the number 1e+126'],
    [`{"Key":{"n":${'9'.repeat(39)}}}`, '/Key/n', /38 significant digits$/, /^the number 9{39}$/],
    [
      `{"Key":{"n":${'['.repeat(40)}${']'.repeat(40)}}}`,
      `/Key/n${'/0'.repeat(32)}`,
      'at most 31 lists and maps around a value',
      'more'
    ]
  ] as const) {
    const fault = findFault(schema, parse(text), '/payload')
    t.match(fault, { pointer: `/payload${pointer}`, expected, got }, text)
    t.equal(fault?.pointer, `/payload${pointer}`)
  }
})
