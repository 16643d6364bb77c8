import { type Difference, failureOf } from '../difference.ts'
import type { Input } from '../generate/context.ts'
import type { Step } from '../generate/scenario.ts'
import type { Failure } from '../outcome.ts'

/** A difference from DynamoDB Local that is right. */
export interface KnownDifference {
  /** What AWS does, in a sentence. */
  rule: string
  /** Where AWS says so, or a public suite of tests that was run on AWS. */
  source: string
  explains(difference: Difference): boolean
  /** Steps of which the last shows it; none if that depends on time. */
  example?: readonly Step[]
}

const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference'
const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide'

export const apiPage = (name: string) => `${API}/${name}.html`
export const guidePage = (name: string) => `${GUIDE}/${name}.html`
/** Its tests were recorded on AWS. */
export const DYNALITE_TESTS = 'https://github.com/architect/dynalite/tree/main/test'
export const CONFORMANCE_TESTS = 'https://github.com/nubo-db/dynamodb-conformance/tree/main/tests'
export const SCYLLA_TESTS = 'https://github.com/scylladb/scylladb/tree/master/test/alternator'

/** The failures of both, where both failed. */
export function failuresOf({ path, ours, local }: Difference): [Failure, Failure] | undefined {
  const failures = [failureOf(ours), failureOf(local)]
  // If the path says so, both are there.
  return path === 'failure' ? (failures as [Failure, Failure]) : undefined
}

/** Explains that one thing is told in two ways. */
export function words(ours: RegExp, local: RegExp): KnownDifference['explains'] {
  return (difference) => {
    const failures = failuresOf(difference)
    return (
      failures !== undefined && ours.test(textOf(failures[0])) && local.test(textOf(failures[1]))
    )
  }
}

/** Explains that the engine refuses, in these words, what DynamoDB Local does. */
export function refusesAlone(ours: RegExp): KnownDifference['explains'] {
  return (difference) => {
    const failure = failureOf(difference.ours)
    return difference.path === 'outcome' && failure !== undefined && ours.test(textOf(failure))
  }
}

/** Explains either. */
export function any(...explanations: KnownDifference['explains'][]): KnownDifference['explains'] {
  return (difference) => explanations.some((explains) => explains(difference))
}

function textOf({ type, message }: Failure): string {
  return `${type}: ${message}`
}

const TABLE = '@@1'

/** Steps on a table of the key `p` and `s`, with an index of each kind. */
export function onTable(...steps: [operation: string, input: Input][]): Step[] {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' })
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' }
  ]
  const create: Input = {
    TableName: TABLE,
    KeySchema: key('p', 's'),
    AttributeDefinitions: ['p', 's', 'g', 'l'].map(attribute),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      { IndexName: 'global', KeySchema: key('g', 'p'), Projection: { ProjectionType: 'KEYS_ONLY' } }
    ],
    LocalSecondaryIndexes: [
      { IndexName: 'local', KeySchema: key('p', 'l'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      {
        IndexName: 'local-some',
        KeySchema: key('p', 'l'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['b'] }
      }
    ]
  }
  return [
    { operation: 'CreateTable', input: create, faults: 0 },
    ...steps.map(([operation, input]) => ({
      operation,
      input:
        operation.startsWith('Batch') || operation.startsWith('Trans')
          ? input
          : { TableName: TABLE, ...input },
      faults: 0
    }))
  ]
}

export const KEY = { p: { S: 'a' }, s: { S: 'b' } }
