import { COMMAND_NAMES, COMMANDS, type CommandRecord } from './commands.ts'
import { EXIT_CODES, tellOption, toFlag, toUsage } from './help.ts'
import { OPTIONS, type OptionName } from './options.ts'

/** Makes the manual page, in the macros of man(7), of the same text as the help. */
export function toManual(version: string): string {
  return `${[
    `.TH DYNAMODBMANAGER 1 "" "dynamodbmanager ${version}"`,
    '.SH NAME',
    'dynamodbmanager \\- one API in front of DynamoDB, and whole tables in and out',
    '.SH SYNOPSIS',
    ...COMMAND_NAMES.flatMap((name) => ['.br', `.B ${toRoff(toUsage(name))}`]),
    '.SH COMMANDS',
    ...COMMAND_NAMES.flatMap((name) => {
      const { summary, details, examples }: CommandRecord = COMMANDS[name]
      return [
        `.SS ${name}`,
        toRoff(summary),
        ...details.flatMap((paragraph) => ['.PP', toRoff(paragraph)]),
        ...examples.flatMap(({ line, meaning }) => [
          '.PP',
          `${toRoff(meaning)}:`,
          '.PP',
          '.nf',
          `    ${toRoff(line)}`,
          '.fi'
        ])
      ]
    }),
    '.SH OPTIONS',
    ...(Object.keys(OPTIONS) as OptionName[]).flatMap((name) => [
      '.TP',
      `.B ${toRoff(toFlag(name))}`,
      toRoff(tellOption(name))
    ]),
    '.SH EXIT STATUS',
    toRoff(EXIT_CODES)
  ].join('\n')}\n`
}

/** A backslash, a hyphen, and what begins a line of macros mean something else. */
function toRoff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('’', '\\(cq')
    .replace(/^([.'])/, '\\&$1')
}
