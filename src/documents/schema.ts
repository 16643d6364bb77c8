/** A JSON Schema (2020-12, as OpenAPI 3.1 has it). */
export interface Schema {
  [keyword: string]: unknown
}

/** Refers to a schema of `components`. */
export function refer(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}
