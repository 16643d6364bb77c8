import type { Engine } from '../../src/engine/engine.ts'

interface GlobalIndex {
  name: string
  /** As `pk:S,sk:N`. */
  key: string
  projection?: object
}

/** CreateTable's input for a key such as `pk:S,sk:N`. */
export function createTableInput(
  TableName: string,
  key: string,
  indexes: { global?: GlobalIndex[]; local?: GlobalIndex[] } = {}
): object {
  const attributes = new Map<string, string>()
  const toSchema = (text: string) =>
    text.split(',').map((part, index) => {
      const [name = '', type = ''] = part.split(':')
      attributes.set(name, type)
      return { AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }
    })
  const toIndex = (index: GlobalIndex) => ({
    IndexName: index.name,
    KeySchema: toSchema(index.key),
    Projection: index.projection ?? { ProjectionType: 'ALL' }
  })
  const input = {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: toSchema(key),
    ...(indexes.global ? { GlobalSecondaryIndexes: indexes.global.map(toIndex) } : {}),
    ...(indexes.local ? { LocalSecondaryIndexes: indexes.local.map(toIndex) } : {})
  }
  return {
    ...input,
    AttributeDefinitions: Array.from(attributes, ([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType
    }))
  }
}

/** Makes a call that has to succeed, and returns its output. */
export async function make<Output = Record<string, unknown>>(
  engine: Pick<Engine, 'call'>,
  operation: string,
  input: object
): Promise<Output> {
  const { status, body } = await engine.call(operation, input)
  const output = body === '' ? undefined : JSON.parse(body)
  if (status !== 200) throw new Error(`${output.__type}: ${output.message}`)
  return output
}

/** Makes a call that has to fail, and returns its error's name, message and further members. */
export async function refuse(
  engine: Pick<Engine, 'call'>,
  operation: string,
  input: object
): Promise<{ type: string; message: string; [member: string]: unknown }> {
  const { status, body } = await engine.call(operation, input)
  if (status === 200) throw new Error(`${operation} should have failed, and answered ${body}`)
  const { __type, Message, ...members } = JSON.parse(body)
  return {
    ...(Message === undefined ? {} : { message: Message }),
    ...members,
    type: __type.split('#')[1]
  }
}
