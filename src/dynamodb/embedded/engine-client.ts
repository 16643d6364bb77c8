import { createClient, type DocumentClient, type RetryOptions } from '../client.ts'
import { createEngineCall, type Engine } from './engine-call.ts'

/**
 * Makes a client of the embedded database. Closing the engine is the business of whoever opened it.
 */
export function createEngineClient(engine: Engine, options: RetryOptions = {}): DocumentClient {
  return { ...createClient(createEngineCall(engine), options), destroy: () => {} }
}
