import { type Call, type Context, type Input, sometimes } from './context.ts'
import { createTableInput, indexInput, PREFIX, tableOf } from './schema.ts'

/**
 * Makes a call on a table itself. Tags are left out, because DynamoDB Local has none. A call on
 * another table than the scenario's does not change its items.
 */
export function tableCall(context: Context): Call {
  const { random, table } = context
  const TableName = table.name
  switch (random.between(0, 8)) {
    case 0:
    case 1:
      return { operation: 'DescribeTable', input: { TableName } }
    case 2:
      return { operation: 'ListTables', input: listInput(context) }
    case 3:
      return { operation: 'CreateTable', input: createTableInput(otherTable(context)) }
    case 4:
      return { operation: 'DeleteTable', input: { TableName: `${PREFIX}${random.between(2, 3)}` } }
    case 5:
    case 6:
      return { operation: 'UpdateTable', input: { TableName, ...updateInput(context) } }
    case 7:
      return { operation: 'DescribeTimeToLive', input: { TableName } }
    default: {
      const specification = {
        Enabled: random.chance(0.6),
        AttributeName: random.pick(['ttl', 'ttl', 'other'])
      }
      return {
        operation: 'UpdateTimeToLive',
        input: { TableName, TimeToLiveSpecification: specification }
      }
    }
  }
}

function otherTable({ random }: Context) {
  return tableOf(random, `${PREFIX}${random.between(1, 3)}`)
}

function listInput({ random }: Context): Input {
  return {
    ExclusiveStartTableName: `${PREFIX}${random.pick(['', '1', '2'])}`,
    Limit: random.between(1, 3)
  }
}

function updateInput({ random, table }: Context): Input {
  const [ReadCapacityUnits, WriteCapacityUnits] = [random.between(1, 9), random.between(1, 9)]
  const throughput = { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } }
  switch (random.between(0, 4)) {
    case 0:
      return { BillingMode: 'PAY_PER_REQUEST' }
    case 1:
      return { ...sometimes(random, 0.5, () => ({ BillingMode: 'PROVISIONED' })), ...throughput }
    case 2: {
      const name = random.pick(['global-1', 'global-2', 'global-3'])
      return { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: name } }] }
    }
    case 3: {
      const name = random.pick(['global-1', 'global-3'])
      return { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: name, ...throughput } }] }
    }
    default: {
      const key = { name: random.pick(['g1', 'g2', 'g4']), type: random.pick(['S', 'N'] as const) }
      const index = {
        name: random.pick(['global-1', 'global-3', 'global-4']),
        isGlobal: true,
        hash: key,
        projection: { ProjectionType: random.pick(['ALL', 'KEYS_ONLY']) }
      }
      const isProvisioned = 'ProvisionedThroughput' in table.billing
      return {
        AttributeDefinitions: [{ AttributeName: key.name, AttributeType: key.type }],
        GlobalSecondaryIndexUpdates: [
          { Create: { ...indexInput(index), ...(isProvisioned ? throughput : {}) } }
        ]
      }
    }
  }
}
