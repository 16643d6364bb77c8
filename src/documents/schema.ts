/** A JSON Schema of the draft 2020-12, which OpenAPI 3.1 uses. */
export interface Schema {
  [keyword: string]: unknown
}

/** Makes a reference to a schema in `components`. */
export function refer(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}
