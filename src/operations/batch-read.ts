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

/**
 * How many bytes one call of BatchGetItem answers at most: 16 MB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
const MAX_BYTES = 16_777_216

/** Makes the command that reads these keys of one table. */
export function toBatchRead(payload: Payload, tableName: string): Command {
  const { ReturnConsumedCapacity, ...request } = payload
  return new BatchGetCommand({
    RequestItems: { [tableName]: request },
    ReturnConsumedCapacity
    // The SDK's input types do not allow exact numbers.
  } as never)
}

/**
 * Reads the items of all keys, in as many calls as DynamoDB needs. Resolves with one output, whose
 * UnprocessedKeys are missing if every key was read.
 */
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

/** Joins the items of all calls; the list is JsonText if those of any call are. */
function joinItems(outputs: readonly Output[]): unknown {
  const all = outputs.map(({ Responses }) => Responses)
  if (!all.some((responses) => responses instanceof JsonText)) {
    return all.flatMap((responses) => Object.values((responses ?? {}) as object).flat())
  }
  const lists = all.map(toListText).filter((text) => text !== '')
  return new JsonText(`[${lists.join()}]`)
}

/**
 * Returns what stands between the brackets of `{"table":[…]}`, or "" for `{}`. A table's name
 * cannot contain a bracket.
 */
function toListText(responses: unknown): string {
  const text = responses instanceof JsonText ? responses.text : stringify(responses ?? {})
  const start = text.indexOf('[') + 1
  return start === 0 ? '' : text.slice(start, text.lastIndexOf(']'))
}
