import type { Random } from '../../fixtures/random.ts'

/** A value of one of DynamoDB's ten types, as its JSON has it. */
export type Value = Record<string, unknown>
export type Item = Record<string, Value>

const TEXTS = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'Zeta',
  'é',
  'e\u0301',
  '😀',
  '\u0000',
  ' ',
  '10',
  '9',
  'a.b'
]

export const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '2',
  '10',
  '9',
  '1.50',
  '-2.75',
  '007',
  '+5',
  '1e3',
  '1E-3',
  '0.1',
  '0.2',
  '0.0010',
  '100000000000000000000',
  '12345678901234567890123456789012345678',
  '-12345678901234567890123456789012345678',
  '0.12345678901234567890123456789012345678',
  '99999999999999999999999999999999999999',
  '9.9999999999999999999999999999999999999e125',
  '-9.9999999999999999999999999999999999999e125',
  '1e125',
  '1e-130',
  '-1e-130',
  '1.5e-128',
  '100000000000000000000000000000000000000000',
  '9007199254740993',
  '1e40',
  '-1e-7'
]

const BINARIES = ['', 'AA==', 'AQ==', '/w==', 'AAE=', 'AAEC', '/+8=', 'YWJj', 'gAA=']

/** Names of attributes: some need a placeholder, some are JavaScript's. */
export const NAMES = ['a', 'b', 'c', 'd', 'n', 'st', 'l', 'm', 'ss', 'ns', 'bs', 'bo', 'nu', 'bi']
export const ODD_NAMES = [
  '__proto__',
  'constructor',
  'x.y',
  'x y',
  'é',
  'name',
  'Size',
  '_u',
  '0a',
  '#h',
  ':c'
]

/** The usual type of each attribute, so that expressions mostly find the type that they expect. */
const USUAL: Record<string, readonly string[]> = {
  n: ['N'],
  a: ['N', 'S'],
  st: ['S'],
  b: ['S', 'B'],
  l: ['L'],
  m: ['M'],
  ss: ['SS'],
  ns: ['NS'],
  bs: ['BS'],
  bo: ['BOOL'],
  nu: ['NULL'],
  bi: ['B']
}

export const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']

export function textOf(random: Random): string {
  if (random.chance(0.02)) return random.pick(['x', 'ä', '😀']).repeat(random.between(100, 3_000))
  return random.pick(TEXTS)
}

export function numberOf(random: Random): string {
  return random.chance(0.5) ? String(random.between(-20, 20)) : random.pick(NUMBERS)
}

export function binaryOf(random: Random): string {
  return random.pick(BINARIES)
}

export function nameOf(random: Random): string {
  return random.chance(0.08) ? random.pick(ODD_NAMES) : random.pick(NAMES)
}

/** Makes a value of a type; lists and maps go at most `depth` levels down. */
export function valueOfType(random: Random, type: string, depth = 2): Value {
  switch (type) {
    case 'S':
      return { S: textOf(random) }
    case 'N':
      return { N: numberOf(random) }
    case 'B':
      return { B: binaryOf(random) }
    case 'BOOL':
      return { BOOL: random.chance(0.5) }
    case 'NULL':
      return { NULL: true }
    case 'SS':
      return { SS: distinct(random, () => textOf(random)) }
    case 'NS':
      return { NS: distinct(random, () => String(random.between(-9, 9))) }
    case 'BS':
      return { BS: distinct(random, () => binaryOf(random)) }
    case 'L':
      return { L: Array.from({ length: random.between(0, 4) }, () => anyValue(random, depth - 1)) }
    default:
      return { M: Object.fromEntries(membersOf(random, random.between(0, 3), depth - 1)) }
  }
}

export function anyValue(random: Random, depth = 2): Value {
  const types = depth > 0 ? TYPES : TYPES.slice(0, 8)
  return valueOfType(random, random.pick(types), depth)
}

/** Makes a value as an attribute of this name has it most of the time. */
export function valueFor(random: Random, name: string, depth = 2): Value {
  const usual = Object.hasOwn(USUAL, name) ? USUAL[name] : undefined
  if (!usual || random.chance(0.1)) return anyValue(random, depth)
  return valueOfType(random, random.pick(usual), depth)
}

export function membersOf(random: Random, count: number, depth = 2): [string, Value][] {
  return Array.from({ length: count }, () => {
    const name = nameOf(random)
    return [name, valueFor(random, name, depth)]
  })
}

function distinct(random: Random, make: () => string): string[] {
  return [...new Set(Array.from({ length: random.between(1, 4) }, make))]
}
