import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { AwsCredentialIdentity } from '@smithy/types'

/** Makes the headers of a POST to DynamoDB, its signature among them. `target` names the call. */
export type Sign = (
  url: URL,
  target: string,
  body: string,
  signingDate: Date
) => Record<string, string>

const ALGORITHM = 'AWS4-HMAC-SHA256'
const CONTENT_TYPE = 'application/x-amz-json-1.0'

/**
 * Makes the signer of one identity (Signature Version 4), which keeps the key of the day. For what DynamoDB is
 * sent, a POST without a query. The libraries, which sign whatever there is, take six times as long, more than all
 * the rest of a call; a test holds this one against the SDK's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function createSigner(
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentialIdentity,
  region: string
): Sign {
  // In the order of their names.
  const signedHeaders =
    sessionToken === undefined
      ? 'content-type;host;x-amz-date;x-amz-target'
      : 'content-type;host;x-amz-date;x-amz-security-token;x-amz-target'
  const tokenLine = sessionToken === undefined ? '' : `x-amz-security-token:${sessionToken}\n`
  let day = ''
  let key: KeyObject | undefined

  function keyOf(date: string): KeyObject {
    if (!key || !date.startsWith(day)) {
      day = date.slice(0, 8)
      const parts = [day, region, 'dynamodb', 'aws4_request']
      const derived = parts.reduce<string | Buffer>(
        (secret, part) => createHmac('sha256', secret).update(part).digest(),
        `AWS4${secretAccessKey}`
      )
      // Once: Node makes a key of a text or of bytes at each use.
      key = createSecretKey(derived as Buffer)
    }
    return key
  }

  return ({ pathname, host }, target, body, signingDate) => {
    const date = signingDate.toISOString().replace(/[-:]|\.\d{3}/g, '')
    const lines = `content-type:${CONTENT_TYPE}\nhost:${host}\nx-amz-date:${date}\n${tokenLine}x-amz-target:${target}\n`
    const canonical = `POST\n${canonicalPath(pathname)}\n\n${lines}\n${signedHeaders}\n${hash('sha256', body)}`
    const signingKey = keyOf(date)
    const scope = `${day}/${region}/dynamodb/aws4_request`
    const signature = createHmac('sha256', signingKey)
      .update(`${ALGORITHM}\n${date}\n${scope}\n${hash('sha256', canonical)}`)
      .digest('hex')
    const headers: Record<string, string> = {
      'content-type': CONTENT_TYPE,
      host,
      'x-amz-date': date,
      'x-amz-target': target,
      authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
    }
    if (sessionToken !== undefined) headers['x-amz-security-token'] = sessionToken
    return headers
  }
}

/** An endpoint of one's own may have a path, which is escaped once as it is sent and again as it is signed. */
function canonicalPath(path: string): string {
  return path === '/'
    ? path
    : encodeURIComponent(path)
        .replaceAll('%2F', '/')
        .replace(/[!'()*]/g, toEscape)
}

function toEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
