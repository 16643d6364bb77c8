import type { Condition } from '../../../src/engine/expressions/condition.ts'
import { parseCondition } from '../../../src/engine/expressions/parse-condition.ts'
import { Placeholders } from '../../../src/engine/expressions/placeholders.ts'

/** Values that the tests' expressions may name. */
export const VALUES = {
  ':s': { S: 'abc' },
  ':a': { S: 'a' },
  ':type': { S: 'SS' },
  ':n': { N: '5' },
  ':one': { N: '1' },
  ':l': { L: [{ S: 'x' }] },
  ':m': { M: { a: { S: 'b' } } },
  ':ss': { SS: ['b', 'a'] },
  ':true': { BOOL: true },
  ':null': { NULL: true },
  ':b': { B: 'YQ==' }
}

export const NAMES = { '#s': 's', '#dotted': 'a.b', '#status': 'status' }

export function placeholders(): Placeholders {
  return new Placeholders(NAMES, VALUES)
}

export function condition(text: string): Condition {
  return parseCondition(text, placeholders(), 'ConditionExpression')
}
