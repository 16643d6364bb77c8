import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsCredentialIdentity, Checksum, SourceData } from '@smithy/types'

/** Adds the headers of a signature to those of a POST. */
export type Sign = (
  url: URL,
  headers: Record<string, string>,
  body: string,
  signingDate: Date
) => Promise<Record<string, string>>

/** Makes the signer of one identity, the SDK's own: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export function createSigner(credentials: AwsCredentialIdentity, region: string): Sign {
  const signer = new SignatureV4({
    credentials,
    region,
    service: 'dynamodb',
    sha256: createSha256(),
    applyChecksum: false
  })
  return async ({ protocol, hostname, host, pathname }, headers, body, signingDate) => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      path: pathname,
      headers: { host, ...headers },
      body
    })
    return (await signer.sign(request, { signingDate })).headers
  }
}

/** The secret, the day's signing key, and what lies between. */
const MAX_KEYS = 32

/**
 * Makes the SHA-256 that the signer asks for, with a secret an HMAC. Node turns the text or bytes of a
 * secret into a key at each use, which costs more than all the rest of a signature; here it does so once.
 */
function createSha256(): new (secret?: SourceData) => Checksum {
  const keys = new Map<SourceData, KeyObject>()

  function keyOf(secret: SourceData): KeyObject {
    let key = keys.get(secret)
    if (!key) {
      if (keys.size === MAX_KEYS) keys.clear()
      key = createSecretKey(typeof secret === 'string' ? Buffer.from(secret) : toBytes(secret))
      keys.set(secret, key)
    }
    return key
  }

  return class implements Checksum {
    readonly #secret: SourceData | undefined
    #data = new Uint8Array()

    constructor(secret?: SourceData) {
      this.#secret = secret
    }

    // The signer updates once.
    update(data: Uint8Array<ArrayBuffer>): void {
      this.#data = data
    }

    async digest(): Promise<Uint8Array> {
      if (this.#secret === undefined) return hash('sha256', this.#data, 'buffer')
      return createHmac('sha256', keyOf(this.#secret)).update(this.#data).digest()
    }

    reset(): void {}
  }
}

function toBytes(data: Exclude<SourceData, string>): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
