import { mapMembers, readAttributeValue } from '../../json/attribute-values.ts'
import { stringify } from '../../json/stringify.ts'

/** What a line of DynamoDB's JSON has. */
export interface TypedLine {
  Item: Record<string, Record<string, unknown>>
}

// Quotes inside of strings are escaped, so these are found in values alone.
const SET_OR_BINARY = ['{"B":"', '{"SS":[', '{"NS":[', '{"BS":['].map((text) => Buffer.from(text))

/** Makes pages of lines of DynamoDB's JSON lines of plain JSON, an item each. */
export type PlainEncoder = (lines: Buffer) => Buffer | string

/**
 * Makes the encoder; `onLoss` is told, once, that there is a set or binary, which come out as lists
 * and strings. Lines that `readText` cannot make plain as text are made so by values.
 */
export function createPlainEncoder(
  readText: (lines: Buffer) => Buffer | undefined,
  onLoss: () => void
): PlainEncoder {
  let hasTold = false
  return (lines) => {
    if (!hasTold && SET_OR_BINARY.some((text) => lines.includes(text))) {
      hasTold = true
      onLoss()
    }
    return readText(lines) ?? readValues(lines)
  }
}

function readValues(lines: Buffer): string {
  const texts = lines.toString().split('\n').slice(0, -1)
  const plain = texts.map((text) => {
    const { Item } = JSON.parse(text) as TypedLine
    return `${stringify(mapMembers(Item, readAttributeValue))}\n`
  })
  return plain.join('')
}
