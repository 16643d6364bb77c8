import type { OperationTable } from '../operations/table.ts'
import { toAwsPage, toCall } from './parameters.ts'

/** Makes the README's operation table, in Markdown. */
export function toOperationRows(operations: OperationTable): string {
  const rows = Object.entries(operations).map(([name, { action, summary, example }]) => {
    const call = action && toCall(action)
    const link = call ? `[${call}](${toAwsPage(call)})` : '–'
    const payload = example === null ? '–' : `\`${JSON.stringify(example).replaceAll('|', '\\|')}\``
    return `| \`${name}\` | ${link} | ${summary} | ${payload} |`
  })
  return `${['| operation | call | what it does | payload, for example |', '|---|---|---|---|', ...rows].join('\n')}\n`
}
