/** DynamoDB's ten data types. An attribute value is an object of exactly one of these members. */
export type AttributeType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'BOOL' | 'NULL'

/**
 * An attribute's value as DynamoDB's JSON spells it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 * Once read (`readAttributeValue`) it is canonical: numbers normalised, binaries in canonical
 * base64.
 */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { M: Item }
  | { L: AttributeValue[] }
  | { BOOL: boolean }
  | { NULL: true }

/**
 * Attributes by name. A name may be any string, `__proto__` too: use `getAttribute` and
 * `setAttribute`.
 */
export type Item = Record<string, AttributeValue>

/** A value's type and its content, which is how most rules want to see it. */
export type Typed =
  | { type: 'S' | 'N' | 'B'; content: string }
  | { type: 'SS' | 'NS' | 'BS'; content: string[] }
  | { type: 'M'; content: Item }
  | { type: 'L'; content: AttributeValue[] }
  | { type: 'BOOL' | 'NULL'; content: boolean }

/** The type of a value that was read, which has one member. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType
  throw new TypeError('An attribute value without a type was never read.')
}

/** A value that was read, as type and content. */
export function typed(value: AttributeValue): Typed {
  const type = typeOf(value)
  return { type, content: (value as Record<string, unknown>)[type] } as Typed
}

/** An attribute of an item or a map by its name, own members only. */
export function getAttribute(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined
}

/** Sets an attribute of an item or a map in place. */
export function setAttribute(item: Item, name: string, value: AttributeValue): void {
  setMember(item, name, value)
}

/**
 * Sets an object's own member in place. `__proto__` is a name like any other, as JSON.parse has it.
 */
export function setMember<Value>(object: Record<string, Value>, name: string, value: Value): void {
  if (name !== '__proto__') object[name] = value
  else {
    Object.defineProperty(object, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true
    })
  }
}
