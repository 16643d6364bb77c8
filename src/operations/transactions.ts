import { TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Command } from './database.ts'
import type { NamedTable } from './operation.ts'

// An entry is about the envelope's table if it names none.

/** What is read of a transaction's payload here: its schema says the rest. */
interface Transaction {
  TransactItems: readonly object[]
}

type Entry = Record<string, { TableName?: string }>

/** Makes the call that reads these entries together. */
export function toTransactRead(payload: Transaction, tableName: string): Command {
  return new TransactGetCommand(nameTables(payload, tableName))
}

/** Makes the call that writes these entries together, or none of them. */
export function toTransactWrite(payload: Transaction, tableName: string): Command {
  return new TransactWriteCommand(nameTables(payload, tableName))
}

/** The tables that entries name, each with its place. */
export function tablesOf({ TransactItems }: Transaction): NamedTable[] {
  return TransactItems.flatMap((entry, index) =>
    Object.entries(entry as Entry).flatMap(([action, { TableName: tableName }]) => {
      const pointer = `/payload/TransactItems/${index}/${action}/TableName`
      return tableName === undefined ? [] : [{ pointer, tableName }]
    })
  )
}

/** The SDK's input types know no exact numbers. */
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
