import { JsonCodec2 } from '@smithy/core/protocols'
import type { Schema, ShapeDeserializer, ShapeSerializer } from '@smithy/types'
import { readDocument, writeDocument } from './document-shapes.ts'

class DocumentSerializer implements ShapeSerializer<string> {
  #text = ''

  write(schema: Schema, value: unknown): void {
    this.#text = writeDocument(schema, value)
  }

  flush(): string {
    return this.#text
  }

  setSerdeContext(): void {}
}

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

/** Plain JSON in and out of every DynamoDB call, numbers exact. For the SDK's AWS JSON 1.0 protocol. */
export class DocumentCodec extends JsonCodec2 {
  constructor() {
    super({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false })
  }

  // The base class promises its own serializers; the protocol calls no more than ours have.
  override createSerializer(): never {
    return new DocumentSerializer() as never
  }

  override createDeserializer(): never {
    return new DocumentDeserializer() as never
  }
}
