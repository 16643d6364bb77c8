import { MANAGER_PATH } from '../../gateway/path.ts'
import type { OperationTable } from '../../operations/operation.ts'
import { toEnvelope } from '../example.ts'
import { forTable, LAB_TABLE, type TableDescription } from '../table-description.ts'
import { errors } from './errors.ts'
import { requests } from './requests.ts'
import { toNumber } from './run-items.ts'
import { type ScriptOptions, toTestScript } from './script.ts'
import type { Folder, Step } from './step.ts'
import { write } from './verbatim.ts'
import { walk } from './walk.ts'

/**
 * A Postman collection:
 * https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
 */
export interface Collection {
  info: Record<string, unknown>
  item: { name: string; description: string; item: RequestItem[] }[]
  auth: unknown
  event: ScriptEvent[]
  variable: { key: string; value: string }[]
}

export interface RequestItem {
  name: string
  request: {
    method: string
    url: unknown
    body?: { mode: 'raw'; raw: string; options: unknown }
    auth?: unknown
    description?: string
  }
  event: ScriptEvent[]
}

interface ScriptEvent {
  listen: 'prerequest' | 'test'
  script: { type: 'text/javascript'; exec: string[] }
}

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

/** The server that a collection is for; without options, the one that `npm start` starts. */
export interface CollectionOptions {
  baseUrl?: string
  table?: TableDescription
  errorStatus?: 'http' | 'lambda'
}

/**
 * Makes the collection: the lab's walk, a folder for each operation, one of errors, and a clean-up.
 */
export function toCollection(
  operations: OperationTable,
  {
    baseUrl = 'http://127.0.0.1:3000',
    table = LAB_TABLE,
    errorStatus = 'http'
  }: CollectionOptions = {}
): Collection {
  const canRun = ({ operation = '' }: Step) => !operation || Object.hasOwn(operations, operation)
  const folders = [
    ...(walk.steps.every(canRun) ? [walk] : []),
    ...toFolders(operations, canRun),
    { ...errors, steps: errors.steps.filter(canRun) }
  ].map((folder) => ({
    ...folder,
    steps: folder.steps.map((step) => withPayload(step, operations))
  }))
  const cleanUp = toCleanUp(folders)
  return {
    info: {
      _postman_id: '6f1d2c5e-8a34-4b0e-9c57-3f2a8d1e7b90',
      name: 'DynamoDBManager',
      description: DESCRIPTION,
      schema: SCHEMA
    },
    item: [...folders, ...(cleanUp.steps.every(canRun) ? [cleanUp] : [])].map(
      ({ name, description, steps }) => ({
        name,
        description,
        item: steps.map((step, index) => {
          const options = { errorStatus, isFirst: index === 0 }
          return toItem(stepFor(step, table), operations, options)
        })
      })
    ),
    auth: withKey('{{apiKey}}'),
    event: [script('prerequest', newRun(table))],
    variable: [
      { key: 'baseUrl', value: baseUrl },
      { key: 'tableName', value: table.name },
      { key: 'apiKey', value: '' }
    ]
  }
}

const DESCRIPTION =
  'The lab’s walk, every operation with its main parameters, both layers of errors, and a clean-up. Each run uses ' +
  'items of its own beside the lab’s `1234ABCD`, and deletes them at its end; other items stay as they are.'

/**
 * Makes the script that sets the run's id. For a numeric key the id is a number that JavaScript
 * holds exactly.
 */
function newRun({ key: [partition] }: TableDescription): string[] {
  const id =
    partition?.type === 'N'
      ? 'String(1e11 + Math.floor(Math.random() * 9e11))'
      : "pm.variables.replaceIn('postman-{{$guid}}')"
  return [
    "if (!pm.collectionVariables.get('runId')) {",
    `  pm.collectionVariables.set('runId', ${id})`,
    '}'
  ]
}

/** Makes a folder for each operation; if some of its steps cannot run, it has only the example. */
function toFolders(operations: OperationTable, canRun: (step: Step) => boolean): Folder[] {
  return Object.entries(operations).map(([name, { summary }]) => {
    const { before = [], example = {}, after = [] } = requests[name] ?? {}
    const alone: Step = { name: 'The example', operation: name }
    const steps = [...before, { ...alone, ...example }, ...after]
    return { name, description: summary, steps: steps.every(canRun) ? steps : [alone] }
  })
}

/** Gives a step without a payload the example of its operation. */
function withPayload(step: Step, operations: OperationTable): Step {
  const { operation = '', envelope, payload, body } = step
  if (!operation || envelope !== undefined || payload !== undefined || body !== undefined)
    return step
  return { ...step, payload: operations[operation]?.example.payload }
}

/** Rewrites a step for a table, except for its name and description. */
function stepFor(step: Step, table: TableDescription): Step {
  const { name, description } = step
  const rewritten = forTable(step, table, toNumber) as Step
  return { ...rewritten, name, ...(description === undefined ? {} : { description }) }
}

/**
 * Makes a folder that deletes every item that a step may have put: those with members beside the
 * key.
 */
function toCleanUp(folders: Folder[]): Folder {
  const found = JSON.stringify(folders).matchAll(/{"id":(?:{"S":)?"([^"]+)"}?,/g)
  const ids = new Set([...found].map(([, id = '']) => id))
  const steps: Step[] = [...ids].map((id) => ({
    name: `Delete ${id.replace('{{runId}}-', '')}`,
    operation: 'delete',
    payload: { Key: { id } }
  }))
  return {
    name: 'Clean-up',
    description: 'Deletes the items of this run, whether or not they are there.',
    steps: [
      ...steps,
      {
        name: 'Nothing is left',
        operation: 'list',
        payload: {
          FilterExpression: '#run = :run',
          ExpressionAttributeNames: { '#run': 'run' },
          ExpressionAttributeValues: { ':run': '{{runId}}' },
          ConsistentRead: true
        },
        answer: { Items: [] },
        keep: { runId: "''" }
      }
    ]
  }
}

function toItem(step: Step, operations: OperationTable, options: ScriptOptions): RequestItem {
  const { name, description, method = 'POST', path = MANAGER_PATH.slice(1), apiKey } = step
  const raw = toBody(step, operations)
  return {
    name,
    event: [script('test', toTestScript(step, operations, options))],
    request: {
      method,
      header: [],
      url: { raw: `{{baseUrl}}/${path}`, host: ['{{baseUrl}}'], path: [path] },
      ...(raw === undefined
        ? {}
        : { body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } }),
      ...(apiKey === undefined ? {} : { auth: withKey(apiKey) }),
      ...(description === undefined ? {} : { description })
    }
  } as RequestItem
}

function toBody(step: Step, operations: OperationTable): string | undefined {
  const { operation: name = '', payload, body } = step
  const operation = operations[name]
  const envelope =
    step.envelope ?? (operation && toEnvelope(name, operation, '{{tableName}}', payload))
  return body ?? (envelope && write(envelope, 2))
}

function withKey(value: string): unknown {
  const member = (key: string, value: string) => ({ key, value, type: 'string' })
  return {
    type: 'apikey',
    apikey: [member('key', 'x-api-key'), member('value', value), member('in', 'header')]
  }
}

function script(listen: ScriptEvent['listen'], exec: string[]): ScriptEvent {
  return { listen, script: { type: 'text/javascript', exec } }
}
