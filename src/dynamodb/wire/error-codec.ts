import { JsonCodec2 } from '@smithy/core/protocols'
import type { Schema, ShapeDeserializer } from '@smithy/types'
import { readDocument } from './document.ts'

class DocumentDeserializer implements ShapeDeserializer<Uint8Array> {
  read(schema: Schema, bytes: Uint8Array): unknown {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
    return this.readObject(schema, JSON.parse(text))
  }

  /** The SDK reads the members of an error by this. */
  readObject(schema: Schema, value: unknown): unknown {
    return readDocument(schema, value)
  }

  setSerdeContext(): void {}
}

/**
 * Reads the members of DynamoDB's errors as plain JSON, numbers exact. For the SDK's AWS JSON 1.0 protocol, which
 * writes nothing here: call.ts does.
 */
export class DocumentCodec extends JsonCodec2 {
  constructor() {
    super({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false })
  }

  // The base class promises its own; the protocol calls no more than ours has.
  override createDeserializer(): never {
    return new DocumentDeserializer() as never
  }
}
