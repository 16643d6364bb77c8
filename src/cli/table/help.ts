import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandRecord } from './commands.ts'
import { OPTIONS, type OptionName, type OptionRecord } from './options.ts'

const WIDTH = 80

/** Makes the help of a command, or of all together. */
export function toHelp(command: CommandName | undefined): string {
  return command === undefined ? toOverview() : toCommandHelp(command)
}

function toOverview(): string {
  const names = COMMAND_NAMES.map((name) => [name, COMMANDS[name].summary] as const)
  const parts = [
    'dynamodbmanager: one API in front of DynamoDB, and whole tables in and out.',
    'Usage:\n  dynamodbmanager [COMMAND] [ARGUMENTS] [OPTIONS]',
    `Commands:\n${toColumns(names)}`,
    'dynamodbmanager COMMAND --help tells more of one. --version tells the version.',
    EXIT_CODES
  ]
  return `${parts.join('\n\n')}\n`
}

export const EXIT_CODES = 'Exit codes: 0 done; 1 failed; 2 wrong usage; 130 interrupted.'

function toCommandHelp(name: CommandName): string {
  const record: CommandRecord = COMMANDS[name]
  const options = record.options.map((option) => [toFlag(option), tellOption(option)] as const)
  const examples = record.examples.map(({ line, meaning }) => `  # ${meaning}\n  ${line}`)
  const parts = [
    record.summary,
    `Usage:\n  ${toUsage(name)}`,
    ...record.details.map((paragraph) => wrap(paragraph, WIDTH).join('\n')),
    ...(options.length > 0 ? [`Options:\n${toColumns(options)}`] : []),
    `Examples:\n${examples.join('\n')}`
  ]
  return `${parts.join('\n\n')}\n`
}

/** `dynamodbmanager export [FILE] --table NAME [OPTIONS]` */
export function toUsage(name: CommandName): string {
  const record: CommandRecord = COMMANDS[name]
  const words = [
    'dynamodbmanager',
    name,
    ...record.arguments.map((argument) =>
      argument.isOptional ? `[${argument.name}]` : argument.name
    ),
    ...(record.required ?? []).map(toFlag),
    ...(record.options.length > (record.required?.length ?? 0) ? ['[OPTIONS]'] : [])
  ]
  return words.join(' ')
}

/** `--table NAME` */
export function toFlag(name: OptionName): string {
  const { value }: OptionRecord = OPTIONS[name]
  return value === undefined ? `--${name}` : `--${name} ${value}`
}

/** The meaning of an option, with all that it may be. */
export function tellOption(name: OptionName): string {
  const { meaning, choices }: OptionRecord = OPTIONS[name]
  return choices ? `${meaning} (${choices.join(', ')})` : meaning
}

function toColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 4
  const lines = rows.flatMap(([left, right]) =>
    wrap(right, WIDTH - width).map(
      (line, index) => `${(index === 0 ? `  ${left}` : '').padEnd(width)}${line}`
    )
  )
  return lines.join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line]
}
