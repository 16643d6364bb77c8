import type { AttributeValue } from './attribute-value.ts'

/** Deep equality of two canonical values: lists by order, maps and sets without. */
export function equalValues(_a: AttributeValue, _b: AttributeValue): boolean {
  throw new Error('to be written')
}

/** Orders two values of one type among S, N and B: below, at or above 0. Strings by UTF-8 bytes. */
export function compareValues(_a: AttributeValue, _b: AttributeValue): number {
  throw new Error('to be written')
}
