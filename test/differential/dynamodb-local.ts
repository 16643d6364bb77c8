import { Pool } from 'undici'
import type { RawAnswer, Subject } from './subject.ts'

const CREDENTIAL = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request'

/**
 * Makes a subject of DynamoDB Local, which reads a signature's access key and checks nothing else.
 */
export function createDynamodbLocal(endpoint: string): Subject {
  const pool = new Pool(endpoint, { connections: 4 })

  async function call(operation: string, input: string): Promise<RawAnswer> {
    const { statusCode, body } = await pool.request({
      path: '/',
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        authorization: `${CREDENTIAL}, SignedHeaders=host, Signature=0`
      },
      body: input
    })
    return { status: statusCode, body: await body.text() }
  }

  return { call, close: () => pool.close() }
}
