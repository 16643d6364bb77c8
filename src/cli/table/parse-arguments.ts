import { parseArgs } from 'node:util'
import { UsageError } from '../usage-error.ts'
import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandRecord } from './commands.ts'
import { OPTIONS, type OptionName, type OptionRecord, type OptionValues } from './options.ts'

/** What a command line asks for. */
export type Arguments =
  | { kind: 'help'; command: CommandName | undefined }
  | { kind: 'version' }
  | { kind: 'run'; command: CommandName; positionals: string[]; options: OptionValues }

/**
 * Reads a command line by the table of commands. Throws a UsageError that says what is wrong with
 * it.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const [first = 'serve', ...rest] = args
  if (first === '--version') return { kind: 'version' }
  if (first === '--help' || first === '-h' || first === 'help') {
    return { kind: 'help', command: rest[0] === undefined ? undefined : toCommand(rest[0]) }
  }
  const command = toCommand(first)
  const record: CommandRecord = COMMANDS[command]
  const { values, positionals } = parse(record, rest)
  if (values.help) return { kind: 'help', command }
  checkPositionals(command, record, positionals)
  for (const name of record.required ?? []) {
    if (values[name] === undefined) throw new UsageError(`${command}: expected --${name}`)
  }
  return { kind: 'run', command, positionals, options: values }
}

function toCommand(name: string): CommandName {
  const command = COMMAND_NAMES.find((known) => known === name)
  if (command) return command
  throw new UsageError(`Expected one of ${COMMAND_NAMES.join(', ')}, got "${name}"`)
}

function parse(
  record: CommandRecord,
  args: string[]
): { values: OptionValues; positionals: string[] } {
  const names: OptionName[] = [...record.options, 'help']
  const options = Object.fromEntries(
    names.map((name) => {
      const { value }: OptionRecord = OPTIONS[name]
      return [name, { type: value ? ('string' as const) : ('boolean' as const) }]
    })
  )
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    checkChoices(values as OptionValues)
    return { values: values as OptionValues, positionals }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError((error as Error).message.split('. To specify')[0])
  }
}

function checkChoices(values: OptionValues): void {
  for (const [name, value] of Object.entries(values)) {
    const { choices }: OptionRecord = OPTIONS[name as OptionName]
    if (!choices || choices.includes(String(value))) continue
    throw new UsageError(`--${name}: expected one of ${choices.join(', ')}, got "${value}"`)
  }
}

function checkPositionals(command: string, record: CommandRecord, given: string[]): void {
  const { arguments: expected } = record
  const missing = expected.find(
    ({ isOptional }, index) => !isOptional && given[index] === undefined
  )
  if (missing) throw new UsageError(`${command}: expected ${missing.name}`)
  const extra = given[expected.length]
  if (extra !== undefined) {
    const names = expected.map(({ name }) => name).join(' ') || 'no arguments'
    throw new UsageError(`${command}: expected ${names}, got "${extra}" beside`)
  }
}

/** Reads a number that is not 0 from an option. Throws a UsageError. */
export function readNumber(
  options: OptionValues,
  name: OptionName,
  isWhole: boolean
): number | undefined {
  const text = options[name]
  if (text === undefined) return undefined
  const number = Number(text)
  const isNumber = typeof text === 'string' && /^\d+(\.\d+)?$/.test(text) && number > 0
  if (isNumber && (!isWhole || Number.isSafeInteger(number))) return number
  const expected = isWhole ? 'a whole number from 1' : 'a number above 0'
  throw new UsageError(`--${name}: expected ${expected}, got "${text}"`)
}

export function readText(options: OptionValues, name: OptionName): string | undefined {
  const text = options[name]
  if (text === '') throw new UsageError(`--${name}: expected a value, got an empty one`)
  return text as string | undefined
}
