import type { TSchema } from '@sinclair/typebox'
import type { Call, OperationTable } from '../operations/operation.ts'

/** An IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface Policy {
  Version: '2012-10-17'
  Statement: Statement[]
}

export interface Statement {
  /** The operation that it is for, its first letter in upper case: AWS takes letters and digits alone. */
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string[]
}

// Terraform puts the values in.
const TABLE = templateVariable('table_arn')
const LOG_GROUP = templateVariable('log_group_arn')

/**
 * Makes the policy that the function's role needs for the operations of a table, and no more: a statement for
 * each, so that a deployment may leave some out. A template: `${table_arn}` and `${log_group_arn}` are put in
 * at deployment. The log group is made there too: the function may write into it, not make others.
 */
export function toPolicy(operations: OperationTable): Policy {
  // A deployment names its tables, and these names are all that `tables` answers: it calls nothing.
  const statements = Object.entries(operations).flatMap(([name, { call, payload }]) =>
    call && !call.isTableless ? allow(toSid(name), actionsOf(call), resourcesOf(payload)) : []
  )
  // A log stream's ARN is its group's, a colon, and what names the stream.
  const logs = allow('Logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${LOG_GROUP}:*`])
  return { Version: '2012-10-17', Statement: [...statements, logs] }
}

function allow(Sid: string, Action: string[], Resource: string[]): Statement {
  return { Sid, Effect: 'Allow', Action, Resource }
}

function toSid(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function actionsOf({ name, actions = [name] }: Call): string[] {
  return actions.map((action) => `dynamodb:${action}`)
}

function resourcesOf(payload: TSchema): string[] {
  // An index has an ARN of its own, against which the call's permission is checked.
  return payload.properties?.IndexName ? [TABLE, `${TABLE}/index/*`] : [TABLE]
}

function templateVariable(name: string): string {
  return `\${${name}}`
}
