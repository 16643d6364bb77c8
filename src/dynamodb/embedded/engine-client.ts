import { createClient, type DocumentClient, type RetryOptions } from '../client.ts'
import { createEngineCall, type Engine } from './engine-call.ts'

/** Makes the client of the database inside, which whoever opened it closes. */
export function createEngineClient(engine: Engine, options: RetryOptions = {}): DocumentClient {
  return { ...createClient(createEngineCall(engine), options), destroy: () => {} }
}
