import type { Command, Context } from './context.ts'
import { describeFileError, FileFault } from './files/file-error.ts'
import { ManagerError } from './managers/manager-error.ts'
import type { CommandName } from './table/commands.ts'
import { toCompletion } from './table/completion.ts'
import { toHelp } from './table/help.ts'
import { type Arguments, parseArguments } from './table/parse-arguments.ts'
import { UsageError } from './usage-error.ts'

/** Why a command ends, when it is interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** How a command ended: done, failed, not understood, interrupted. */
export type ExitCode = 0 | 1 | 2 | 130

export interface Entry extends Context {
  version: string
  /** Starts the server, which goes on when it resolves. */
  serve(): Promise<void>
}

/**
 * Runs a command line. Resolves with the exit code, after what went wrong was told; never rejects.
 */
export async function run(args: readonly string[], entry: Entry): Promise<ExitCode> {
  try {
    await runAsked(parseArguments(args), entry)
    return 0
  } catch (error) {
    return tell(error, entry)
  }
}

async function runAsked(asked: Arguments, entry: Entry): Promise<void> {
  switch (asked.kind) {
    case 'version':
      return void entry.stdout.write(`${entry.version}\n`)
    case 'help':
      return void entry.stdout.write(toHelp(asked.command))
    case 'run': {
      const { command, positionals, options } = asked
      if (command === 'serve') return entry.serve()
      const perform = await load(command)
      await perform(positionals, options, entry)
    }
  }
}

/** Of what a command does not need, nothing is loaded. */
async function load(command: Exclude<CommandName, 'serve'>): Promise<Command> {
  switch (command) {
    case 'call':
      return (await import('./commands/call.ts')).call
    case 'export':
      return (await import('./commands/export.ts')).exportTable
    case 'import':
      return (await import('./commands/import.ts')).importTable
    case 'copy':
      return (await import('./commands/copy.ts')).copy
    case 'count':
      return (await import('./commands/count.ts')).count
    case 'tables':
      return (await import('./commands/tables.ts')).tables
    case 'describe':
      return (await import('./commands/describe.ts')).describe
    case 'completion':
      return async ([shell = ''], _, { stdout }) => void stdout.write(toCompletion(shell))
  }
}

function tell(error: unknown, { stderr, signal }: Entry): ExitCode {
  if (signal.aborted) {
    stderr.write('interrupted\n')
    return 130
  }
  if (error instanceof UsageError) {
    stderr.write(`${error.message}\ndynamodbmanager --help tells what there is\n`)
    return 2
  }
  stderr.write(`${describe(error)}\n`)
  return 1
}

function describe(error: unknown): string {
  if (error instanceof ManagerError) {
    return error.facts.answer ?? `${error.errorType}: ${error.message}`
  }
  if (error instanceof FileFault) return error.message
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EPIPE') return 'standard output was closed'
  return describeFileError(error) ?? message
}
