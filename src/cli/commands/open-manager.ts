import type { Context } from '../context.ts'
import type { Manager } from '../managers/manager.ts'
import type { OptionValues } from '../table/options.ts'
import { readText } from '../table/parse-arguments.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Where a manager is: behind a URL, at an endpoint, or undefined both: where the environment says.
 */
export interface Address {
  url?: string | undefined
  apiKey?: string | undefined
  endpoint?: string | undefined
}

/** The address that --url and --api-key name. */
export function readAddress(options: OptionValues, { env }: Context): Address {
  const url = readText(options, 'url')
  const given = readText(options, 'api-key')
  if (given !== undefined && url === undefined)
    throw new UsageError('--api-key: expected --url beside it')
  return { url, apiKey: given ?? env.DYNAMODBMANAGER_API_KEY }
}

/** The address of a copy's target. */
export function readTargetAddress(options: OptionValues, { env }: Context): Address {
  const url = readText(options, 'to-url')
  const endpoint = readText(options, 'to-endpoint')
  const given = readText(options, 'to-api-key')
  if (url !== undefined && endpoint !== undefined) {
    throw new UsageError('--to-url: expected no --to-endpoint beside it')
  }
  if (given !== undefined && url === undefined) {
    throw new UsageError('--to-api-key: expected --to-url beside it')
  }
  return { url, endpoint, apiKey: given ?? env.DYNAMODBMANAGER_TO_API_KEY }
}

/** Opens it. Throws a UsageError for what is no URL. */
export async function openManager(address: Address, context: Context): Promise<Manager> {
  const { url, apiKey, endpoint } = address
  for (const text of [url, endpoint]) if (text !== undefined) checkUrl(text)
  if (url === undefined) return context.openDatabase(endpoint)
  // The SDK is not loaded then, nor this one otherwise.
  const { createRemoteManager } = await import('../managers/remote-manager.ts')
  return createRemoteManager({ url, apiKey, signal: context.signal })
}

function checkUrl(text: string): void {
  const isUrl = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isUrl)
    throw new UsageError(`Expected a URL that begins with http:// or https://, got "${text}"`)
}

/** Opens a manager for as long as `use` takes. */
export async function withManager<T>(
  options: OptionValues,
  context: Context,
  use: (manager: Manager) => Promise<T>
): Promise<T> {
  const manager = await openManager(readAddress(options, context), context)
  try {
    return await use(manager)
  } finally {
    await manager.close()
  }
}
