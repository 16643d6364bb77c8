import type { EngineKind } from '../fixtures/engine.ts'
import type { Answer, Request } from '../fixtures/request.ts'

/** A way into the service. The table is there, with the key `id` (string). */
export interface Door {
  send(request: Request): Promise<Answer>
  tableName: string
  engine: EngineKind
}
