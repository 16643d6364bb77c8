import { TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Command } from './database.ts'
import type { NamedTable } from './operation.ts'

// An entry that names no table is about the envelope's table.

/** The part of a transaction's payload that is read here; the schema has checked the rest. */
interface Transaction {
  TransactItems: readonly object[]
}

type Entry = Record<string, { TableName?: string }>

/** Makes the command that reads these entries at one moment. */
export function toTransactRead(payload: Transaction, tableName: string): Command {
  return new TransactGetCommand(nameTables(payload, tableName))
}

/** Makes the command that writes all of these entries or none. */
export function toTransactWrite(payload: Transaction, tableName: string): Command {
  return new TransactWriteCommand(nameTables(payload, tableName))
}

/** Returns the tables that entries name, each with its place. */
export function tablesOf({ TransactItems }: Transaction): NamedTable[] {
  return TransactItems.flatMap((entry, index) =>
    Object.entries(entry as Entry).flatMap(([action, { TableName: tableName }]) => {
      const pointer = `/payload/TransactItems/${index}/${action}/TableName`
      return tableName === undefined ? [] : [{ pointer, tableName }]
    })
  )
}

/**
 * Adds the table's name to entries without one. It returns `never` because the SDK's input types do
 * not allow exact numbers.
 */
function nameTables(payload: Transaction, tableName: string): never {
  const TransactItems = payload.TransactItems.map((entry) =>
    Object.fromEntries(
      Object.entries(entry).map(([action, members]) => [
        action,
        { TableName: tableName, ...members }
      ])
    )
  )
  return { ...payload, TransactItems } as never
}
