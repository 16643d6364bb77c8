import { parse } from '../../json/parse.ts'
import { stringify } from '../../json/stringify.ts'
import type { Command, Context } from '../context.ts'
import type { Manager } from '../managers/manager.ts'
import { readText } from '../table/parse-arguments.ts'
import { Patience } from '../transfer/patience.ts'
import { describeCount } from '../words.ts'
import { withManager } from './open-manager.ts'
import { printJson, printTable } from './print.ts'
import { readSelection } from './selection.ts'

interface Counted {
  Count: number
  ScannedCount: number
  LastEvaluatedKey?: unknown
}

/** `count`: the items of a table, however long that takes. */
export const count: Command = async (_, options, context) => {
  const tableName = readText(options, 'table') as string
  const selection = readSelection(options)
  const sum = await withManager(options, context, (manager) =>
    countAll(manager, tableName, selection, context)
  )
  if (!context.stdout.isTTY) return printJson(stringify(sum), context)
  const { Count, ScannedCount } = sum
  const rows = [
    ['items', describeCount(Count)],
    ...(ScannedCount === Count ? [] : [['looked at', describeCount(ScannedCount)]])
  ]
  await printTable(rows, context)
}

/** An answer says where to go on if its time was over. */
async function countAll(
  manager: Manager,
  tableName: string,
  selection: object,
  { signal, stderr }: Context
): Promise<Counted> {
  const patience = new Patience({
    signal,
    onTrouble: ({ message }) => void stderr.write(`waiting: ${message}\n`)
  })
  const sum = { Count: 0, ScannedCount: 0 }
  let start: object = {}
  for (;;) {
    const payload = { ...selection, ...start }
    const answer = await patience.run(() =>
      manager.call({ operation: 'count', tableName, payload })
    )
    const { Count, ScannedCount, LastEvaluatedKey } = parse(answer) as Counted
    sum.Count += Count
    sum.ScannedCount += ScannedCount
    if (LastEvaluatedKey === undefined) return sum
    start = { ExclusiveStartKey: LastEvaluatedKey }
  }
}
