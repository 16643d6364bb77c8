import { type AttributeValue, typed } from './attribute-value.ts'

/** A scalar as AWS's messages show it, which is how Java prints it: `{N:5}`. */
export function printValue(value: AttributeValue): string {
  const { type, content } = typed(value)
  return type === 'B' ? `{B:${printBinary(content)}}` : `{${type}:${content}}`
}

function printBinary(base64: string): string {
  const size = Buffer.byteLength(base64, 'base64')
  return `java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]`
}
