import { BatchGetCommand } from '@aws-sdk/lib-dynamodb'
import type { Static } from '@sinclair/typebox'
import { JsonText, toValue } from '../json/json-text.ts'
import { stringify } from '../json/stringify.ts'
import { sendBatch } from './batch.ts'
import type { Command, Output } from './database.ts'
import type { CallContext } from './operation.ts'
import type { BatchReadPayload } from './payloads.ts'
import { addCapacity, capacityOfBatch } from './sums.ts'

type Payload = Static<typeof BatchReadPayload>
type Keys = Payload['Keys']

/** As many bytes as one call of BatchGetItem answers at most. */
const MAX_BYTES = 16_777_216

/** Makes the call that reads these keys of one table. */
export function toBatchRead(payload: Payload, tableName: string): Command {
  const { ReturnConsumedCapacity, ...request } = payload
  return new BatchGetCommand({
    RequestItems: { [tableName]: request },
    ReturnConsumedCapacity
    // The SDK's input types know no exact numbers.
  } as never)
}

/** Reads the items of all keys, in as many calls as DynamoDB needs. */
export async function batchRead(context: CallContext, payload: Payload): Promise<Partial<Output>> {
  const { outputs, left } = await sendBatch<Keys>(context, {
    entries: payload.Keys,
    toCommand: (Keys) => toBatchRead({ ...payload, Keys }, context.tableName),
    readLeft: readUnprocessedKeys,
    isFull: (all) => all.reduce((sum, { $metadata }) => sum + $metadata.bytes, 0) >= MAX_BYTES
  })
  return {
    ...outputs.at(-1),
    Items: joinItems(outputs),
    UnprocessedKeys: left.length > 0 ? left : undefined,
    ConsumedCapacity: outputs
      .map(({ ConsumedCapacity }) => capacityOfBatch(ConsumedCapacity))
      .reduce(addCapacity, undefined)
  }
}

function readUnprocessedKeys({ UnprocessedKeys }: Output): Keys {
  const byTable = (toValue(UnprocessedKeys) ?? {}) as Record<string, { Keys: Keys }>
  return Object.values(byTable).flatMap(({ Keys }) => Keys)
}

/** The items of all calls; as text if those of any are. */
function joinItems(outputs: readonly Output[]): unknown {
  const all = outputs.map(({ Responses }) => Responses)
  if (!all.some((responses) => responses instanceof JsonText)) {
    return all.flatMap((responses) => Object.values((responses ?? {}) as object).flat())
  }
  const lists = all.map(toListText).filter((text) => text !== '')
  return new JsonText(`[${lists.join()}]`)
}

/** What is between the brackets of `{"table":[…]}`, or of `{}`: no name of a table has a bracket in it. */
function toListText(responses: unknown): string {
  const text = responses instanceof JsonText ? responses.text : stringify(responses ?? {})
  const start = text.indexOf('[') + 1
  return start === 0 ? '' : text.slice(start, text.lastIndexOf(']'))
}
