import type { Shape } from './shapes.ts'

/**
 * A parameter's value as AWS's messages show it: Java's own form, `[a, b]`, `{key=value}`,
 * `Struct(member=value)`.
 */
export function printJava(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return 'null'
  switch (shape.type) {
    case 'List':
      return `[${(value as unknown[]).map((element) => printJava(shape.of, element)).join(', ')}]`
    case 'Map':
      return `{${Object.entries(value as object)
        .map(([key, element]) => `${key}=${printJava(shape.of, element)}`)
        .join(', ')}}`
    case 'Structure':
      return `${shape.struct}(${Object.entries(shape.members)
        .map(([name, member]) => {
          const inner = (value as Record<string, unknown>)[name]
          return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${printJava(member, inner)}`
        })
        .join(', ')})`
    case 'AttributeValue':
      return `AttributeValue(${JSON.stringify(value)})`
    default:
      return String(value)
  }
}
