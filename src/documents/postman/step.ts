/**
 * One request of the collection and what its answer must be, in the form of the lab's table, whose
 * key is `id`. Variables such as `{{runId}}` are replaced when it runs, both in the request and in
 * the expected answer.
 */
export interface Step {
  name: string
  description?: string
  /** The operation whose members the answer must have, unless the answer is an error. */
  operation?: string
  /** The payload; undefined: the operation's example. */
  payload?: unknown
  /** The whole envelope, instead of one with `payload`. */
  envelope?: unknown
  /** A body that is sent unchanged, instead of an envelope. */
  body?: string
  method?: string
  path?: string
  /** The header `x-api-key`, instead of the collection's. */
  apiKey?: string
  /** The status with ERROR_STATUS=http, or several of which any will do; 200 by default. */
  status?: number | number[]
  /** Whether the gateway's layer answers; its errors keep their status with ERROR_STATUS=lambda. */
  isGateways?: boolean
  /** The whole answer that is expected. */
  whole?: unknown
  /** Expected members of the answer; undefined: the member is missing. */
  answer?: Record<string, unknown>
  /** Items that the page must have, if it is the table's only page. */
  items?: unknown[]
  /** Further tests by title, in JavaScript that throws; `answer` is the parsed answer. */
  checks?: Record<string, string>
  /** Variables to set for later requests: JavaScript expressions by name. */
  keep?: Record<string, string>
}

/** The requests in the folder of an operation. */
export interface Requests {
  before?: Step[]
  /** What the operation's own example must answer after the steps in `before`. */
  example?: Partial<Step>
  after?: Step[]
}

export interface Folder {
  name: string
  description: string
  steps: Step[]
}
