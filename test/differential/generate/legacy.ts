import type { Context, Input } from './context.ts'
import { type Index, keyValueOf, type Table } from './schema.ts'
import { nameOf, valueFor, valueOfType } from './values.ts'

// The parameters that expressions replaced.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html

const OPERATORS = [
  'EQ',
  'NE',
  'LE',
  'LT',
  'GE',
  'GT',
  'NOT_NULL',
  'NULL',
  'CONTAINS',
  'NOT_CONTAINS',
  'BEGINS_WITH',
  'IN',
  'BETWEEN'
]

function comparisonOf({ random }: Context, name: string): Input {
  const operator = random.pick(OPERATORS)
  if (operator === 'NULL' || operator === 'NOT_NULL') return { ComparisonOperator: operator }
  const isSimple = operator !== 'EQ' && operator !== 'NE'
  const value = () =>
    isSimple ? valueOfType(random, random.pick(['S', 'N'])) : valueFor(random, name)
  const count = operator === 'BETWEEN' ? 2 : operator === 'IN' ? random.between(1, 3) : 1
  return { ComparisonOperator: operator, AttributeValueList: Array.from({ length: count }, value) }
}

/** Expected, at times with a ConditionalOperator. */
export function expectedOf(context: Context): Input {
  const { random } = context
  const names = namesOf(context)
  const expected = names.map((name) => {
    const kind = random.between(0, 5)
    if (kind === 0) return [name, { Exists: false }]
    if (kind === 1) return [name, { Value: valueFor(random, name) }]
    if (kind === 2) return [name, { Exists: true, Value: valueFor(random, name) }]
    return [name, comparisonOf(context, name)]
  })
  return { Expected: Object.fromEntries(expected), ...operatorOf(context, names.length) }
}

/** QueryFilter or ScanFilter, at times with a ConditionalOperator. */
export function filterOf(context: Context, member: string): Input {
  const names = namesOf(context)
  const filter = names.map((name) => [name, comparisonOf(context, name)])
  return { [member]: Object.fromEntries(filter), ...operatorOf(context, names.length) }
}

export function attributeUpdatesOf(context: Context): Input {
  const { random } = context
  const updates = namesOf(context).map((name) => {
    const kind = random.between(0, 5)
    if (kind === 0) return [name, { Action: 'DELETE' }]
    if (kind === 1) return ['n', { Action: 'ADD', Value: valueOfType(random, 'N') }]
    if (kind === 2)
      return ['ss', { Action: random.pick(['ADD', 'DELETE']), Value: valueOfType(random, 'SS') }]
    if (kind === 3) return ['l', { Action: 'ADD', Value: valueOfType(random, 'L', 1) }]
    return [name, { Action: 'PUT', Value: valueFor(random, name) }]
  })
  return { AttributeUpdates: Object.fromEntries(updates) }
}

export function keyConditionsOf({ random }: Context, { hash, range }: Table | Index): Input {
  const condition = (operator: string, ...list: unknown[]) => ({
    ComparisonOperator: operator,
    AttributeValueList: list
  })
  const conditions: [string, Input][] = [
    [hash.name, condition('EQ', keyValueOf(random, hash.type))]
  ]
  if (range && random.chance(0.5)) {
    const value = () => keyValueOf(random, range.type)
    const kind = random.between(0, 3)
    if (kind === 0) conditions.push([range.name, condition('BETWEEN', value(), value())])
    else if (kind === 1 && range.type !== 'N')
      conditions.push([range.name, condition('BEGINS_WITH', value())])
    else
      conditions.push([range.name, condition(random.pick(['EQ', 'LE', 'LT', 'GE', 'GT']), value())])
  }
  return { KeyConditions: Object.fromEntries(conditions) }
}

export function attributesToGetOf(context: Context): Input {
  return { AttributesToGet: namesOf(context) }
}

function namesOf({ random }: Context): string[] {
  return [...new Set(Array.from({ length: random.between(1, 3) }, () => nameOf(random)))]
}

function operatorOf({ random }: Context, count: number): Input {
  return count > 1 && random.chance(0.4) ? { ConditionalOperator: random.pick(['AND', 'OR']) } : {}
}
