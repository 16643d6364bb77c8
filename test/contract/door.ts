import type { EngineKind } from '../fixtures/engine.ts'
import type { Answer, Request } from '../fixtures/request.ts'

/** A way into the service. Its table exists, and has the string key `id`. */
export interface Door {
  send(request: Request): Promise<Answer>
  tableName: string
  engine: EngineKind
}
