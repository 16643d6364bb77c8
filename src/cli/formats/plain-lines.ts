import { mapMembers, readAttributeValue } from '../../json/attribute-values.ts'
import { stringify } from '../../json/stringify.ts'

/** What a line of DynamoDB's JSON has. */
export interface TypedLine {
  Item: Record<string, Record<string, unknown>>
}

// Quotes inside of strings are escaped, so this is found in values alone.
const SET_OR_BINARY = /\{"(?:B":"|SS":\[|NS":\[|BS":\[)/

/**
 * Makes lines of plain JSON, an item each, from lines of DynamoDB's; `onLoss` is told, once, that
 * there is a set or binary among them, which come out as lists and strings.
 */
export function createPlainEncoder(onLoss: () => void): (lines: Buffer) => string {
  let hasTold = false
  return (lines) => {
    const text = lines.toString()
    if (!hasTold && SET_OR_BINARY.test(text)) {
      hasTold = true
      onLoss()
    }
    let plain = ''
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start)
      const { Item } = JSON.parse(text.slice(start, end)) as TypedLine
      plain += `${stringify(mapMembers(Item, readAttributeValue))}\n`
      start = end + 1
    }
    return plain
  }
}
