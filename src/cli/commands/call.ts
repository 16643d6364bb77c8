import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { parse } from '../../json/parse.ts'
import type { Format } from '../../operations/format.ts'
import type { Command, Context } from '../context.ts'
import { naming } from '../files/file-error.ts'
import { readText } from '../table/parse-arguments.ts'
import { UsageError } from '../usage-error.ts'
import { withManager } from './open-manager.ts'
import { printJson } from './print.ts'

/** `call OPERATION [PAYLOAD]`: one envelope. */
export const call: Command = async ([operation = '', given], options, context) => {
  const envelope = {
    operation,
    tableName: readText(options, 'table'),
    format: readText(options, 'format') as Format | undefined,
    idempotencyKey: readText(options, 'idempotency-key'),
    payload: given === undefined ? undefined : await readPayload(given, context)
  }
  const answer = await withManager(options, context, (manager) => manager.call(envelope))
  await printJson(answer, context)
}

async function readPayload(given: string, { stdin }: Context): Promise<unknown> {
  const [place, text] = await readGiven(given, stdin)
  try {
    return parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch (error) {
    throw new UsageError(`${place}: expected JSON: ${(error as Error).message}`)
  }
}

async function readGiven(given: string, stdin: NodeJS.ReadableStream): Promise<[string, string]> {
  if (given === '-') return ['standard input', await readAll(stdin)]
  if (!given.startsWith('@')) return ['PAYLOAD', given]
  const file = given.slice(1)
  return [file, await naming(file, readFile(file, 'utf8'))]
}
