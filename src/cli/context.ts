import type { Manager } from './managers/manager.ts'
import type { OptionValues } from './table/options.ts'

type Writable = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }

/** What a command finds around itself; the entry puts it together. */
export interface Context {
  stdin: NodeJS.ReadableStream
  stdout: Writable
  stderr: Writable
  /** Aborts when the command is interrupted. */
  signal: AbortSignal
  env: Readonly<Record<string, string | undefined>>
  /** Opens the database that the environment names, or the engine at another endpoint. */
  openDatabase(endpoint?: string): Promise<Manager>
}

/** Runs a command. Rejects with a UsageError, or with what went wrong. */
export type Command = (
  positionals: readonly string[],
  options: OptionValues,
  context: Context
) => Promise<void>
