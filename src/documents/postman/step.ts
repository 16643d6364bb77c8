/**
 * One request of the collection, and what its answer must be, in terms of the lab's table, whose key is
 * `id`. In strings, `{{runId}}` and the collection's other variables are filled in when it runs: in what is
 * sent, and in what is compared.
 */
export interface Step {
  name: string
  description?: string
  /** Whose answer has the members that the operation table says, unless it is an error. */
  operation?: string
  /** Of the operation; undefined: its example. */
  payload?: unknown
  /** What is sent instead, as JSON. */
  envelope?: unknown
  /** What is sent instead: a text as it is. */
  body?: string
  method?: string
  path?: string
  /** Sent as `x-api-key` instead of the collection's. */
  apiKey?: string
  /** The status with ERROR_STATUS=http, 200 where nothing is said; several: any of them. */
  status?: number | number[]
  /** The gateway answers, whose errors keep their status with ERROR_STATUS=lambda. */
  isGateways?: boolean
  /** The whole answer. */
  whole?: unknown
  /** Members of the answer by name; undefined: it is not there. */
  answer?: Record<string, unknown>
  /** Items that the page has, if it is the table's only one. */
  items?: unknown[]
  /** Further tests by title: JavaScript that throws; `answer` is the parsed answer. */
  checks?: Record<string, string>
  /** What is kept for later requests: JavaScript expressions by the variable's name. */
  keep?: Record<string, string>
}

/** The requests of an operation's folder. */
export interface Requests {
  before?: Step[]
  /** What the operation's own example answers then. */
  example?: Partial<Step>
  after?: Step[]
}

export interface Folder {
  name: string
  description: string
  steps: Step[]
}
