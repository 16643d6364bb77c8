/** An answer by DynamoDB's own protocol: a status, and a body of JSON. */
export interface RawAnswer {
  status: number
  body: string
}

/** Something that answers DynamoDB's calls. Input is JSON text: the one form that loses nothing. */
export interface Subject {
  call(operation: string, input: string): Promise<RawAnswer>
  close(): Promise<void>
}
