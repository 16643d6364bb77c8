import type { TSchema } from '@sinclair/typebox'
import type { Call, OperationTable } from '../operations/operation.ts'

/**
 * An IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Policy {
  Version: '2012-10-17'
  Statement: Statement[]
}

export interface Statement {
  /** The operation's name with a capital letter; AWS allows letters and digits only. */
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string[]
}

// Terraform replaces these variables by their values.
const TABLE = templateVariable('table_arn')
const LOG_GROUP = templateVariable('log_group_arn')

/**
 * Makes the policy that the function's role needs, and no more, with one statement for each
 * operation, so that a deployment can leave some out. It is a template: the deployment replaces
 * `${table_arn}` and `${log_group_arn}`. The deployment also makes the log group; the function may
 * only write into it.
 */
export function toPolicy(operations: OperationTable): Policy {
  // A deployment names its tables: `tables` answers those names, and calls nothing.
  const statements = Object.entries(operations).flatMap(([name, { call, payload }]) =>
    call && !call.isTableless ? allow(toSid(name), actionsOf(call), resourcesOf(payload)) : []
  )
  // The ARN of a log stream is the group's ARN, a colon, and the stream's name.
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
  // An index has an ARN of its own, which the permission must include.
  return payload.properties?.IndexName ? [TABLE, `${TABLE}/index/*`] : [TABLE]
}

function templateVariable(name: string): string {
  return `\${${name}}`
}
