import type { Service } from '../../operations/dispatch.ts'
import type { OperationTable } from '../../operations/operation.ts'

/** The operations that pages and documents show: those that the service allows. */
export function shownOperations(service: Service): OperationTable {
  const { operations, allowedOperations } = service
  if (!allowedOperations) return operations
  return Object.fromEntries(
    Object.entries(operations).filter(([name]) => allowedOperations.has(name))
  )
}
