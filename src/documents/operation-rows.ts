import type { OperationTable } from '../operations/operation.ts'
import { toAwsPage } from './parameters.ts'

/** Makes the README's operation table, in Markdown. */
export function toOperationRows(operations: OperationTable): string {
  const rows = Object.entries(operations).map(([name, { call, summary, example }]) => {
    const link = call ? `[${call.name}](${toAwsPage(call.name)})` : '–'
    const text = JSON.stringify(example.payload)?.replaceAll('|', '\\|')
    const payload = text === undefined ? '–' : `\`${text}\``
    return `| \`${name}\` | ${link} | ${summary} | ${payload} |`
  })
  return `${['| operation | call | what it does | payload, for example |', '|---|---|---|---|', ...rows].join('\n')}\n`
}
