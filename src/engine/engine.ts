import { isUtf8 } from 'node:buffer'
import { openDatabase } from './database.ts'
import { EngineError, serializationError } from './errors.ts'
import { removeTokens } from './items/tokens.ts'
import { type Operation, operations } from './operations.ts'
import { openFolder } from './store/folder.ts'
import { createMemoryStore } from './store/memory-store.ts'
import type { Store } from './store/store.ts'
import { expireItems } from './tables/expire-items.ts'
import { resumeFills } from './tables/fill.ts'
import { resumePurge } from './tables/purge.ts'
import { isOperationName, readRequest } from './validation/read-request.ts'
import type { OperationName } from './validation/requests.ts'

const SWEEP_MS = 20_000

// The namespaces of errors in AWS's answers, by what part of AWS makes them.
const DYNAMODB = 'com.amazonaws.dynamodb.v20120810#'
const SERVICE = 'com.amazon.coral.service#'
const NAMESPACES: Record<string, string> = {
  ValidationException: 'com.amazon.coral.validate#',
  AccessDeniedException: SERVICE,
  SerializationException: SERVICE,
  UnknownOperationException: SERVICE
}

export interface EngineOptions {
  /**
   * The folder of its files, made where missing; without one, or as `:memory:`, everything is in
   * memory.
   */
  path?: string | undefined
  /** The clock, in milliseconds since 1970. */
  now?: () => number
  /** Where it keeps everything, instead of `path`. */
  store?: Store
  /** Is told what no caller is: why a call was answered 500, and what failed beside the calls. */
  onFailure?: (error: unknown) => void
  /** Is told that the store could not write, after which it may take no more writes. */
  onStoreFailure?: (error: unknown) => void
}

/** DynamoDB's answer: 200 and the output, else the error, both as DynamoDB's JSON. */
export interface EngineAnswer {
  status: number
  body: string
}

export interface Engine {
  /** Makes one call, such as `PutItem`, with its input as DynamoDB's JSON. Never rejects. */
  call(operation: string, input: string | Uint8Array | object): Promise<EngineAnswer>
  /** Ends what is under way, and closes the files. */
  close(): Promise<void>
}

/** Opens an engine. Rejects with a FolderError where the files cannot be opened. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { path, now = Date.now, onFailure = () => {}, onStoreFailure = () => {} } = options
  const store = options.store ?? (await openStore(path))
  const database = await openDatabase(store, now, { onFailure, onStoreFailure })
  const { background, gate, journal } = database
  let isReleasing = false
  await resumePurge(database)
  resumeFills(database)
  background.repeat(() => expireItems(database), SWEEP_MS)
  background.repeat(() => removeTokens(database), SWEEP_MS)

  async function call(
    operation: string,
    input: string | Uint8Array | object
  ): Promise<EngineAnswer> {
    await gate.enter()
    try {
      const name = toOperationName(operation)
      const parsed = parse(input)
      // Each operation goes with its own request.
      const make = operations[name] as Operation<OperationName>
      return { status: 200, body: await make(database, readRequest(name, parsed), parsed) }
    } catch (error) {
      return toFailure(error, onFailure)
    } finally {
      gate.leave()
      if (store.needsRelease() && !isReleasing && !background.isBusy()) release()
    }
  }

  /** Alone, for nothing can be read meanwhile; not while there is long work beside the calls. */
  async function release(): Promise<void> {
    isReleasing = true
    try {
      await gate.alone(() => store.release())
    } catch (error) {
      onStoreFailure(error)
    }
    isReleasing = false
  }

  return {
    call,
    close: async () => {
      await background.close()
      await gate.alone(() => journal.settled().catch(() => {}))
      await store.close()
    }
  }
}

async function openStore(path: string | undefined): Promise<Store> {
  return path === undefined || path === ':memory:' ? createMemoryStore() : openFolder(path)
}

function toOperationName(operation: string): OperationName {
  if (isOperationName(operation)) return operation
  throw new EngineError(
    'UnknownOperationException',
    operation === '' ? 'No operation is named.' : `The operation ${operation} is not known here.`
  )
}

function parse(input: unknown): unknown {
  if (typeof input === 'string') return parseText(input)
  return input instanceof Uint8Array ? parseText(toText(input)) : input
}

function toText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw serializationError('The input is not UTF-8.')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw serializationError(`The input is not JSON: ${(error as Error).message}`)
  }
}

function toFailure(error: unknown, onFailure: (error: unknown) => void): EngineAnswer {
  if (error instanceof EngineError) return toAnswer(400, error.type, error.message, error.members)
  onFailure(error)
  return toAnswer(500, 'InternalServerError', 'The engine could not make this call.')
}

function toAnswer(status: number, type: string, message: string, members = {}): EngineAnswer {
  const namespace = NAMESPACES[type] ?? DYNAMODB
  // The part of AWS that reads requests spells it so.
  const told = namespace === SERVICE ? { Message: message } : { message }
  return { status, body: JSON.stringify({ __type: namespace + type, ...told, ...members }) }
}
