/** What one request did, for its line in the log. Never payloads, items or keys. */
export interface RequestRecord {
  operation?: string
  /** The name of the API key that was used, if it has one. */
  client?: string | undefined
  tableName?: string
  /** All tables of a request that names more than one. */
  tables?: string[]
  /** Milliseconds spent on DynamoDB, retries and their waits among them. */
  dynamodbMs?: number
  /** Attempts beside the first. */
  retries?: number
  /** Of an operation that went through more than one. */
  pages?: number
  /** Capacity units; only if the payload asked for them. */
  consumedCapacity?: number
  /** The items that a stream has written. */
  items?: number
  /** A stream has no last line. */
  cut?: boolean
  /** What the client was told of a failure, also by the last line of a stream. */
  errorType?: string
}
