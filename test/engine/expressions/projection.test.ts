import t from 'tap'
import { parseProjection } from '../../../src/engine/expressions/parse-projection.ts'
import { Placeholders } from '../../../src/engine/expressions/placeholders.ts'
import { project } from '../../../src/engine/expressions/projection.ts'
import type { Item } from '../../../src/engine/values/attribute-value.ts'
import { refusal } from '../refusal.ts'

const ITEM: Item = JSON.parse(
  '{"a":{"S":"x"},"l":{"L":[{"N":"0"},{"N":"1"},{"L":[{"N":"9"},{"N":"8"}]}]},"m":{"M":{"a":{"N":"1"},"b":{"L":[{"M":{"x":{"N":"1"},"y":{"N":"2"}}},{"N":"5"}]}}},"__proto__":{"S":"p"}}'
)

const projected = (text: string): string => {
  const names = { '#a': 'a', '#proto': '__proto__' }
  return JSON.stringify(project(parseProjection(text, new Placeholders(names, undefined)), ITEM))
}

t.test('a projection is what the paths lead to, in the lists and maps around it', async (t) => {
  for (const [text, part] of [
    ['a', '{"a":{"S":"x"}}'],
    ['#a,nope', '{"a":{"S":"x"}}'],
    ['#proto', '{"__proto__":{"S":"p"}}'],
    ['l[1],l[0]', '{"l":{"L":[{"N":"0"},{"N":"1"}]}}'],
    ['l[2][1],l[2][0],l[0]', '{"l":{"L":[{"N":"0"},{"L":[{"N":"9"},{"N":"8"}]}]}}'],
    ['m.b[0].x,m.b[1]', '{"m":{"M":{"b":{"L":[{"M":{"x":{"N":"1"}}},{"N":"5"}]}}}}'],
    ['l[9]', '{}'],
    ['l[0].x', '{}'],
    ['m[0]', '{}'],
    ['a.b', '{}'],
    ['m.nope', '{}']
  ] as const) {
    t.equal(projected(text), part, text)
  }
})

t.test('a projection that cannot be is refused', async (t) => {
  for (const [text, words] of [
    ['', 'The expression can not be empty;'],
    ['a,', 'Syntax error; token: "<EOF>", near: ","'],
    ['!!!', 'Syntax error; token: "!", near: "!!"'],
    ['size(a)', 'Syntax error; token: "(", near: "size(a"'],
    ['#x,name', 'Attribute name is a reserved keyword; reserved keyword: name'],
    [
      'a,#x',
      'An expression attribute name used in the document path is not defined; attribute name: #x'
    ],
    [
      'a,#a',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]'
    ],
    [
      'l[0],l.x',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [l, [0]], path two: [l, x]'
    ]
  ] as const) {
    t.equal(
      refusal(() => projected(text)),
      `ValidationException: Invalid ProjectionExpression: ${words}`
    )
  }
})
