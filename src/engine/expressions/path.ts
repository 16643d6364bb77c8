/**
 * A document path with its placeholders resolved: an attribute's name, then names of map members and indexes of list
 * elements.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html
 */
export type Path = [string, ...(string | number)[]]

/** Orders paths by their elements: below, at or above 0. */
export function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const left = a[i] as string | number
    const right = b[i] as string | number
    if (left !== right) return left < right ? -1 : 1
  }
  return a.length - b.length
}
