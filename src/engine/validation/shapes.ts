/** What may be asked of a value beside its JSON type, in the order in which AWS reports faults. */
export interface Constraints {
  isRequired?: true
  values?: readonly string[]
  pattern?: string
  minLength?: number
  maxLength?: number
  min?: number
  max?: number
  /** Lengths and pattern of a map's keys. */
  keys?: { minLength: number; maxLength: number; pattern: string }
  /** Lengths of the lists that are a map's values. */
  entries?: { minLength: number; maxLength: number }
}

/** The JSON type of a parameter; `struct` and `java` are what AWS calls it in its errors. */
export type Type =
  | { type: 'String' | 'Boolean' | 'Integer' | 'Long' | 'AttributeValue' }
  | { type: 'List'; of: Shape }
  | { type: 'Map'; of: Shape; java: string }
  | { type: 'Structure'; struct: string; members: Members }

export type Shape = Type & Constraints

export type Members = Readonly<Record<string, Shape>>

/** The shape of a string. */
export function string(constraints: Constraints = {}): Shape {
  return { type: 'String', ...constraints }
}

/** A string of which only these are known. */
export function oneOf(values: string, constraints: Constraints = {}): Shape {
  return { type: 'String', values: values.split(' '), ...constraints }
}

/** The shape of a boolean. */
export function boolean(constraints: Constraints = {}): Shape {
  return { type: 'Boolean', ...constraints }
}

/** The shape of an integer of 32 bits. */
export function integer(constraints: Constraints = {}): Shape {
  return { type: 'Integer', ...constraints }
}

/** The shape of an integer of 64 bits. */
export function long(constraints: Constraints = {}): Shape {
  return { type: 'Long', ...constraints }
}

/** The shape of a list whose elements are all of one shape. */
export function list(of: Shape, constraints: Constraints = {}): Shape {
  return { type: 'List', of, ...constraints }
}

/** The shape of a map whose values are all of one shape; `java` is their class in AWS's words. */
export function map(of: Shape, java: string, constraints: Constraints = {}): Shape {
  return { type: 'Map', of, java, ...constraints }
}

/** The shape of an object of known members; `struct` is its name in AWS's words. */
export function structure(struct: string, members: Members, constraints: Constraints = {}): Shape {
  return { type: 'Structure', struct, members, ...constraints }
}

export const REQUIRED: Constraints = { isRequired: true }
export const ATTRIBUTE_VALUE: Shape = { type: 'AttributeValue' }

/** An item, a key or a part of either. */
export function item(constraints: Constraints = {}): Shape {
  return map(ATTRIBUTE_VALUE, 'AttributeValue', constraints)
}
