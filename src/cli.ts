#!/usr/bin/env node
import { setMaxListeners } from 'node:events'
import type { Context } from './cli/context.ts'
import type { Manager } from './cli/managers/manager.ts'
import { holdMemory } from './cli/memory.ts'
import { Interrupted, run } from './cli/run.ts'
import { readPlainLines } from './dynamodb/wire/text.ts'
import { VERSION } from './package/version.ts'

/** A signal that follows the first one within this time, in milliseconds, counts as the same. */
const ONE_SIGNAL_MS = 1_000

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

const interrupting = new AbortController()
// Each call that is under way listens to it.
setMaxListeners(0, interrupting.signal)
let isServing = false
let interruptedMs: number | undefined

for (const signal of SIGNALS) process.on(signal, interrupt)

/**
 * Ends at the first signal with what is certain, at the second one at once. Under npx the command
 * gets one signal twice: from the terminal and from npx. The server handles signals itself.
 */
function interrupt(): void {
  const now = performance.now()
  interruptedMs ??= now
  if (now - interruptedMs > ONE_SIGNAL_MS) process.exit(130)
  interrupting.abort(new Interrupted('interrupted'))
}

function isServer(command: string | undefined): boolean {
  return command === undefined || command === 'serve'
}

async function serve(): Promise<void> {
  isServing = true
  for (const signal of SIGNALS) process.off(signal, interrupt)
  await import('./server.ts')
}

async function openDatabase(endpoint?: string): Promise<Manager> {
  const { openLocalManager } = await import('./package/open-local-manager.ts')
  return openLocalManager({ endpoint, signal: interrupting.signal, stderr: process.stderr })
}

const context: Context = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupting.signal,
  env: process.env,
  readPlainLines,
  openDatabase
}

// A reader that is gone is told to whoever writes.
process.stdout.on('error', () => {})
if (!isServer(process.argv[2])) holdMemory()
const code = await run(process.argv.slice(2), { ...context, version: VERSION, serve })
// Standard input may be open still.
if (!isServing) process.exit(code)
