import * as sdk from '@aws-sdk/client-dynamodb'
import type { TSchema } from '@sinclair/typebox'
import t, { type Test } from 'tap'
import { TableDefinition } from '../../src/config/table-definition.ts'

// The SDK's own schemas: [kind, namespace, name, traits, members or element, types, required
// count].
const LIST = 1
const STRUCTURE = 3
/** The code of a list of strings is that of a string, with a bit for the list. */
const TEXTS = 64
const KINDS: Readonly<Record<number, string>> = { 0: 'string', 1: 'integer', 2: 'boolean' }
/** The enumerations of members that are plain strings in the SDK's schemas. */
const ENUMERATIONS: Readonly<Record<string, object>> = {
  AttributeType: sdk.ScalarAttributeType,
  KeyType: sdk.KeyType,
  ProjectionType: sdk.ProjectionType,
  BillingMode: sdk.BillingMode,
  StreamViewType: sdk.StreamViewType,
  SSEType: sdk.SSEType,
  TableClass: sdk.TableClass,
  GlobalTableSettingsReplicationMode: sdk.GlobalTableSettingsReplicationMode,
  DistanceFunction: sdk.VectorDistanceFunction,
  SearchSchemaElementType: sdk.SearchSchemaElementType
}

type SdkSchema = number | readonly unknown[]
/** Some schemas stand behind a function, because they refer to each other. */
type Reference = SdkSchema | (() => SdkSchema)

function compare(t: Test, ours: TSchema, given: Reference, name: string): void {
  const theirs = typeof given === 'function' ? given() : given
  if (typeof theirs === 'number') {
    if (theirs & TEXTS) t.match(ours, { type: 'array', items: { type: 'string' } }, name)
    else t.equal(ours.type, KINDS[theirs], name)
    const values = ENUMERATIONS[name.split('.').at(-1) ?? '']
    t.same(ours.enum && [...ours.enum].sort(), values && Object.values(values).sort(), name)
    return
  }
  const [kind, , , , members, types, required = 0] = theirs
  if (kind === LIST) {
    t.equal(ours.type, 'array', name)
    compare(t, ours.items, members as Reference, name)
    return
  }
  t.equal(kind, STRUCTURE, name)
  const names = members as string[]
  t.same(Object.keys(ours.properties).sort(), [...names].sort(), name)
  t.equal(ours.additionalProperties, false, name)
  const wanted = new Set([...names.slice(0, required as number), ...(name === '' ? KEY : [])])
  t.same([...(ours.required ?? [])].sort(), [...wanted].sort(), `${name} requires the same`)
  for (const [index, member] of names.entries()) {
    compare(t, ours.properties[member], (types as Reference[])[index] ?? 0, `${name}.${member}`)
  }
}

/** Only a replica has no key of its own, and this service makes no replicas. */
const KEY = ['AttributeDefinitions', 'KeySchema']

t.test(
  'a table has every parameter of the installed SDK’s CreateTable, and no others',
  async (t) => {
    const { TimeToLiveSpecification, ...properties } = TableDefinition.properties
    compare(t, { ...TableDefinition, properties }, sdk.CreateTableInput$ as never, '')
    compare(t, TimeToLiveSpecification, sdk.TimeToLiveSpecification$ as never, 'TimeToLive')
  }
)
