import { validationError } from '../errors.ts'
import type { Throughput } from './requests.ts'

const MAX_UNITS = 1_000_000_000_000

/** Refuses a throughput beyond what DynamoDB takes for a number of units at all. */
export function checkThroughput(throughput: Throughput, index?: string): void {
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    if (throughput[name] <= MAX_UNITS) continue
    const where = index === undefined ? '' : ` for index ${index}`
    throw validationError(`Given value ${throughput[name]} for ${name} is out of bounds${where}`)
  }
}
