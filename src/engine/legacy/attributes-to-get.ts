import { invalidParameters, validationError } from '../errors.ts'
import type { Projection } from '../expressions/projection.ts'

/**
 * The projection that AttributesToGet means: whole attributes. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributesToGet.html
 */
export function toProjection(names: string[]): Projection {
  const seen = new Set<string>()
  for (const name of names) {
    if (name === '') throw validationError('Empty attribute name')
    if (seen.has(name)) {
      throw invalidParameters(`Duplicate value in attribute name: ${name}`)
    }
    seen.add(name)
  }
  return { paths: names.map((name) => [name]) }
}
