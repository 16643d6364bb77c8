import { ExactNumber, toDecimal, toNumber, toScientific } from '../json/exact-number.ts'

/** DynamoDB's wire form of a value: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
type WireValue = Record<string, unknown>

/** Writes a plain JSON value as the JSON text of an attribute value. */
export function writeAttributeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `{"S":${JSON.stringify(value)}}`
    case 'number':
      return `{"N":"${value}"}`
    case 'boolean':
      return `{"BOOL":${value}}`
  }
  if (value === null || value === undefined) return '{"NULL":true}'
  if (value instanceof ExactNumber) return `{"N":"${writeExactNumber(value)}"}`
  if (Array.isArray(value)) return `{"L":[${value.map(writeAttributeValue).join()}]}`
  return `{"M":${writeMap(value, writeAttributeValue)}}`
}

/** Writes an object's own members, `__proto__` too, each value by `write`. */
export function writeMap(map: object, write: (value: unknown) => string): string {
  let text = ''
  for (const [name, value] of Object.entries(map)) {
    text += `${text && ','}${JSON.stringify(name)}:${write(value)}`
  }
  return `{${text}}`
}

// DynamoDB counts digits after trimming zeros, its stand-ins before: send no digit that says nothing.
function writeExactNumber({ value }: ExactNumber): string {
  return value.length <= 38 ? value : toScientific(toDecimal(value))
}

/** Reads an attribute value as plain JSON: sets as arrays, binary as base64, numbers exact. Changes lists and maps in place. */
export function readAttributeValue(value: unknown): unknown {
  const [type, content] = Object.entries(value as WireValue)[0] ?? []
  switch (type) {
    case 'N':
      return toNumber(content as string)
    case 'NULL':
      return null
    case 'L':
      return readEach(content as unknown[], readAttributeValue)
    case 'M':
      return readEach(content as Record<string, unknown>, readAttributeValue)
    case 'NS':
      return (content as string[]).map(toNumber)
    default:
      return content
  }
}

/** Replaces each element or own member in place. An own `__proto__` stays one. */
export function readEach<T extends object>(container: T, read: (value: unknown) => unknown): T {
  const members = container as Record<string, unknown>
  for (const name of Object.keys(members)) members[name] = read(members[name])
  return container
}
