/** What one request did, for its line in the log. It never has payloads, items or keys. */
export interface RequestRecord {
  operation?: string
  /** The name of the API key of the request, if it has one. */
  client?: string | undefined
  tableName?: string
  /** All tables of the request, if it names more than one. */
  tables?: string[]
  /** Milliseconds spent on DynamoDB, retries and the pauses between them included. */
  dynamodbMs?: number
  /** How many attempts were made beside the first. */
  retries?: number
  /** How many pages were read, if there was more than one. */
  pages?: number
  /** Capacity units; present only if the payload asked for them. */
  consumedCapacity?: number
  /** How many items a stream wrote. */
  items?: number
  /** The connection ended before the last line of a stream. */
  cut?: boolean
  /** The type of the error that the client got, also in the last line of a stream. */
  errorType?: string
}
