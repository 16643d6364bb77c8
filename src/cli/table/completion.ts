import { UsageError } from '../usage-error.ts'
import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandRecord } from './commands.ts'
import { tellOption } from './help.ts'
import { OPTIONS, type OptionRecord } from './options.ts'

/**
 * Makes the script that completes command lines in a shell. Throws a UsageError for another one.
 */
export function toCompletion(shell: string): string {
  if (shell === 'bash') return toBash()
  if (shell === 'zsh') return toZsh()
  throw new UsageError(`completion: expected bash or zsh, got "${shell}"`)
}

function toBash(): string {
  const commands = COMMAND_NAMES.map(
    (name) =>
      `    ${name}) words='${optionsOf(name)
        .map((option) => `--${option}`)
        .join(' ')}' ;;`
  )
  return `_dynamodbmanager() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${COMMAND_NAMES.join(' ')} --help --version' -- "$current"))
    return
  fi
  case $previous in
${toBashValues()}
  esac
  case \${COMP_WORDS[1]} in
${commands.join('\n')}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) case \${COMP_WORDS[1]} in
      completion) COMPREPLY=($(compgen -W 'bash zsh' -- "$current")) ;;
      *) COMPREPLY=($(compgen -f -- "$current")) ;;
    esac ;;
  esac
}
complete -o filenames -F _dynamodbmanager dynamodbmanager
`
}

/** What may stand behind an option that has a value. */
function toBashValues(): string {
  const lines = Object.entries<OptionRecord>(OPTIONS).flatMap(
    ([name, { value, choices, isFile }]) => {
      if (value === undefined) return []
      const words = isFile ? '-f' : `-W '${(choices ?? []).join(' ')}'`
      return [`    --${name}) COMPREPLY=($(compgen ${words} -- "$current")); return ;;`]
    }
  )
  return lines.join('\n')
}

function toZsh(): string {
  const commands = COMMAND_NAMES.map((name) => `    '${name}:${quote(COMMANDS[name].summary)}'`)
  return `#compdef dynamodbmanager
_dynamodbmanager() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${COMMAND_NAMES.map(toZshCommand).join('\n')}
  esac
}
compdef _dynamodbmanager dynamodbmanager
`
}

function toZshCommand(name: CommandName): string {
  const record: CommandRecord = COMMANDS[name]
  const options = optionsOf(name).map((option) => {
    const { value, choices, isFile }: OptionRecord = OPTIONS[option]
    const action = choices ? `(${choices.join(' ')})` : isFile ? '_files' : ''
    const rest = value === undefined ? '' : `:${value}:${action}`
    return `'--${option}[${quote(tellOption(option)).replaceAll(/[[\]]/g, '\\$&')}]${rest}'`
  })
  const places = record.arguments.map(({ name: argument, is, isOptional }) => {
    const action = is === 'file' ? '_files' : is === 'shell' ? '(bash zsh)' : ''
    return `':${isOptional ? ':' : ''}${argument}:${action}'`
  })
  return `    ${name}) _arguments ${[...options, ...places].join(' ')} ;;`
}

function optionsOf(name: CommandName) {
  const record: CommandRecord = COMMANDS[name]
  return [...record.options, 'help' as const]
}

function quote(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(':', '\\:')
}
