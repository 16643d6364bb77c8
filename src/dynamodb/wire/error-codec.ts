import { JsonCodec2 } from '@smithy/core/protocols'
import type { Schema, ShapeDeserializer } from '@smithy/types'

class ErrorDeserializer implements ShapeDeserializer<Uint8Array> {
  read(_schema: Schema, bytes: Uint8Array): unknown {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  }

  /** The SDK reads the members of an error by calling this. */
  readObject(_schema: Schema, value: unknown): unknown {
    return value
  }

  setSerdeContext(): void {}
}

/**
 * Gives the SDK's AWS JSON 1.0 protocol the members of an error as they are, attribute values
 * included. It only reads; call.ts writes the requests.
 */
export class ErrorCodec extends JsonCodec2 {
  constructor() {
    super({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false })
  }

  // The base class demands a deserializer of its own type; the protocol calls no more than ours
  // has.
  override createDeserializer(): never {
    return new ErrorDeserializer() as never
  }
}
