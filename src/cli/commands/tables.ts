import { parse } from '../../json/parse.ts'
import { stringify } from '../../json/stringify.ts'
import type { Command } from '../context.ts'
import { toStream } from '../files/output.ts'
import type { Manager } from '../managers/manager.ts'
import { withManager } from './open-manager.ts'
import { printJson } from './print.ts'

interface Answer {
  TableNames: string[]
  LastEvaluatedTableName?: string
}

/** `tables`: the names of all tables. */
export const tables: Command = async (_, options, context) => {
  const TableNames = await withManager(options, context, listAll)
  const { stdout } = context
  if (!stdout.isTTY) return printJson(stringify({ TableNames }), context)
  await toStream(stdout).write(TableNames.map((name) => `${name}\n`).join(''))
}

async function listAll(manager: Manager): Promise<string[]> {
  const names: string[] = []
  let payload = {}
  for (;;) {
    const answer = parse(await manager.call({ operation: 'tables', payload })) as Answer
    names.push(...answer.TableNames)
    if (answer.LastEvaluatedTableName === undefined) return names
    payload = { ExclusiveStartTableName: answer.LastEvaluatedTableName }
  }
}
