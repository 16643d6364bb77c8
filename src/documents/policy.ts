import type { Operation, OperationTable } from '../operations/operation.ts'

/** An IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface Policy {
  Version: '2012-10-17'
  Statement: Statement[]
}

export interface Statement {
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string
}

// Terraform's templatefile puts the values in.
const TABLE = templateVariable('table_arn')
const LOG_GROUP = templateVariable('log_group_arn')

/**
 * Makes the policy that the function's role needs for the operations of a table, and no more. A template:
 * `${table_arn}` and `${log_group_arn}` are put in at deployment. The log group is made there too: the
 * function may write into it, not make others.
 */
export function toPolicy(operations: OperationTable): Policy {
  const records = Object.values(operations)
  const statements = [
    allow('Table', actionsOf(records.filter((record) => !isTableless(record))), TABLE),
    allow('Tables', actionsOf(records.filter(isTableless)), '*'),
    allow('Indexes', actionsOf(records.filter(canNameIndex)), `${TABLE}/index/*`),
    // A log stream's ARN is its group's, a colon, and what names the stream.
    allow('Logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${LOG_GROUP}:*`)
  ]
  return {
    Version: '2012-10-17',
    Statement: statements.filter(({ Action }) => Action.length > 0)
  }
}

function allow(Sid: string, Action: string[], Resource: string): Statement {
  return { Sid, Effect: 'Allow', Action, Resource }
}

function actionsOf(records: Operation[]): string[] {
  const actions = records.flatMap(({ call }) => (call ? (call.actions ?? [call.name]) : []))
  return [...new Set(actions)].map((action) => `dynamodb:${action}`)
}

// AWS knows no resource of ListTables: it is allowed as a whole, or not at all.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
function isTableless({ call }: Operation): boolean {
  return call?.isTableless === true
}

// An index has an ARN of its own, which the call's permission is checked against.
function canNameIndex({ payload }: Operation): boolean {
  return payload?.properties?.IndexName !== undefined
}

function templateVariable(name: string): string {
  return `\${${name}}`
}
