import { findNumberFault } from './numbers.ts'
import { depthFault, findTextFault, isTooDeep } from './plain-values.ts'
import { below, faultOf, isMap, type ValueFault } from './words.ts'

// Checks attribute values in AWS's own form:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html

type Check = (content: unknown, parents: number) => ValueFault | undefined

/** Checks the content of each type. */
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

// Each digit can match in one way only, so that a long text that is no number fails in linear time.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** Matches most numbers, which have few digits and no exponent and need no further check. */
const SURELY_HELD = /^-?\d{1,15}(?:\.\d{1,15})?$/

/**
 * Returns what is wrong with a typed value such as `{"S":"…"}`. `parents` is how many lists and
 * maps contain it.
 */
export function findTypedFault(value: unknown, parents = 0): ValueFault | undefined {
  if (isTooDeep(parents)) return depthFault()
  if (!isMap(value)) return faultOf(EXPECTED, value)
  // This loop runs for every value of a body, so it makes no list of names.
  let type = ''
  let count = 0
  for (const name in value) {
    type = name
    count++
  }
  const check = CHECKS.get(type)
  if (count !== 1 || !check)
    return { path: [], expected: EXPECTED, got: describeTypes(count, type) }
  const fault = check(value[type], parents)
  return fault && below(type, fault)
}

function describeTypes(count: number, type: string): string {
  if (count === 0) return 'an object without members'
  if (count > 1) return `an object with ${count} members`
  return `an object with the member ${JSON.stringify(type.slice(0, 60))}`
}

function findStringFault(content: unknown): ValueFault | undefined {
  return typeof content === 'string' ? findTextFault(content) : faultOf('a string', content)
}

function findNumberTextFault(content: unknown): ValueFault | undefined {
  if (typeof content === 'string' && SURELY_HELD.test(content)) return undefined
  if (typeof content !== 'string' || !NUMBER.test(content)) {
    return faultOf('a number as a string, such as "12.5"', content)
  }
  return findNumberFault(content, content)
}

/** Accepts only what Node's encoder would write: no white space, no spare bits, with padding. */
function findBase64Fault(content: unknown): ValueFault | undefined {
  const isBase64 =
    typeof content === 'string' && Buffer.from(content, 'base64').toString('base64') === content
  return isBase64 ? undefined : faultOf('base64 with padding, as a string', content)
}

function findListFault(
  content: unknown,
  findFault: (element: unknown) => ValueFault | undefined
): ValueFault | undefined {
  if (!Array.isArray(content)) return faultOf('an array', content)
  for (let index = 0; index < content.length; index++) {
    const fault = findFault(content[index])
    if (fault) return below(index, fault)
  }
  return undefined
}

function findMapFault(content: unknown, parents: number): ValueFault | undefined {
  if (!isMap(content)) return faultOf('an object', content)
  for (const name in content) {
    const fault = findTextFault(name) ?? findTypedFault(content[name], parents + 1)
    if (fault) return below(name, fault)
  }
  return undefined
}

function findBooleanFault(content: unknown): ValueFault | undefined {
  return typeof content === 'boolean' ? undefined : faultOf('true or false', content)
}
