import { JsonCodec2 } from '@smithy/core/protocols'
import type { Schema, ShapeDeserializer } from '@smithy/types'

class ErrorDeserializer implements ShapeDeserializer<Uint8Array> {
  read(_schema: Schema, bytes: Uint8Array): unknown {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  }

  /** The SDK reads the members of an error by this. */
  readObject(_schema: Schema, value: unknown): unknown {
    return value
  }

  setSerdeContext(): void {}
}

/**
 * Reads the members of DynamoDB's errors as they are, attribute values too. For the SDK's AWS JSON 1.0
 * protocol, which writes nothing here: call.ts does.
 */
export class ErrorCodec extends JsonCodec2 {
  constructor() {
    super({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false })
  }

  // The base class promises its own; the protocol calls no more than ours has.
  override createDeserializer(): never {
    return new ErrorDeserializer() as never
  }
}
