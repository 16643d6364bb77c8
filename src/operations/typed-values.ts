import { findNumberFault } from './numbers.ts'
import { depthFault, findTextFault, isTooDeep } from './plain-values.ts'
import { below, type Found, faultOf, isMap } from './words.ts'

// The form of an attribute value: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html

type Check = (content: unknown, parents: number) => Found | undefined

/** What may stand behind each type. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['S', findStringFault],
  ['N', findNumberTextFault],
  ['B', findBase64Fault],
  ['SS', (content) => findListFault(content, findStringFault)],
  ['NS', (content) => findListFault(content, findNumberTextFault)],
  ['BS', (content) => findListFault(content, findBase64Fault)],
  ['M', findMapFault],
  [
    'L',
    (content, parents) => findListFault(content, (element) => findTypedFault(element, parents + 1))
  ],
  ['BOOL', findBooleanFault],
  ['NULL', findBooleanFault]
])
const EXPECTED = `an object with exactly one of ${[...CHECKS.keys()].join(', ')}`

// No digit may be matched in two ways: of a long text that is no number, each way would be tried.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** Most numbers: few digits, and no exponent. */
const SURELY_HELD = /^-?\d{1,15}(?:\.\d{1,15})?$/

/** Finds what is wrong with `{"S":"…"}` or another typed value; `parents` counts what is around it. */
export function findTypedFault(value: unknown, parents = 0): Found | undefined {
  if (isTooDeep(parents)) return depthFault()
  if (!isMap(value)) return faultOf(EXPECTED, value)
  // One of the innermost loops: it makes no list of its one name.
  let type = ''
  let count = 0
  for (const name in value) {
    type = name
    count++
  }
  const check = CHECKS.get(type)
  if (count !== 1 || !check) return { path: [], expected: EXPECTED, got: tellTypes(count, type) }
  const found = check(value[type], parents)
  return found && below(type, found)
}

function tellTypes(count: number, type: string): string {
  if (count === 0) return 'an object without members'
  if (count > 1) return `an object with ${count} members`
  return `an object with the member ${JSON.stringify(type.slice(0, 60))}`
}

function findStringFault(content: unknown): Found | undefined {
  return typeof content === 'string' ? findTextFault(content) : faultOf('a string', content)
}

function findNumberTextFault(content: unknown): Found | undefined {
  if (typeof content === 'string' && SURELY_HELD.test(content)) return undefined
  if (typeof content !== 'string' || !NUMBER.test(content)) {
    return faultOf('a number as a string, such as "12.5"', content)
  }
  return findNumberFault(content, content)
}

/** An encoder of ours would write the same text: no white space, no spare bits, padding. */
function findBase64Fault(content: unknown): Found | undefined {
  const isBase64 =
    typeof content === 'string' && Buffer.from(content, 'base64').toString('base64') === content
  return isBase64 ? undefined : faultOf('base64 with padding, as a string', content)
}

function findListFault(
  content: unknown,
  findFault: (element: unknown) => Found | undefined
): Found | undefined {
  if (!Array.isArray(content)) return faultOf('an array', content)
  for (let index = 0; index < content.length; index++) {
    const found = findFault(content[index])
    if (found) return below(index, found)
  }
  return undefined
}

function findMapFault(content: unknown, parents: number): Found | undefined {
  if (!isMap(content)) return faultOf('an object', content)
  for (const name in content) {
    const found = findTextFault(name) ?? findTypedFault(content[name], parents + 1)
    if (found) return below(name, found)
  }
  return undefined
}

function findBooleanFault(content: unknown): Found | undefined {
  return typeof content === 'boolean' ? undefined : faultOf('true or false', content)
}
