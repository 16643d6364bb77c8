import type { OperationTable } from '../../operations/operation.ts'
import type { Step } from './step.ts'
import { write } from './verbatim.ts'

const FILL = 'const fill = (text) => JSON.parse(pm.variables.replaceIn(text))'

export interface ScriptOptions {
  errorStatus: 'http' | 'lambda'
  /** The first request of a folder: if an API key is missing, it says so and ends the run. */
  isFirst: boolean
}

/** Writes the tests of a step as lines of a Postman script: status, id, shape, values. */
export function toTestScript(
  step: Step,
  operations: OperationTable,
  { errorStatus, isFirst }: ScriptOptions
): string[] {
  const tests = toTests(step, operations, errorStatus)
  const needsFill = tests.some((line) => line.includes('fill('))
  return [
    'const answer = pm.response.json()',
    ...(needsFill ? [FILL] : []),
    ...(isFirst ? unlessForbidden(tests) : tests)
  ]
}

/**
 * Wraps tests so that a refused API key fails one test, which says what to set, instead of all of
 * them.
 */
function unlessForbidden(tests: string[]): string[] {
  const fault = "pm.expect.fail('This service asks for an API key: set the variable apiKey to one')"
  return [
    "if (pm.response.code === 403 && answer.message === 'Forbidden') {",
    ...[...test('the variable apiKey is a key of the service', fault), STOP].map(indent),
    '} else {',
    ...tests.map(indent),
    '}'
  ]
}

const STOP = 'pm.execution.setNextRequest(null)'

function indent(line: string): string {
  return `  ${line}`
}

function toTests(
  step: Step,
  operations: OperationTable,
  errorStatus: ScriptOptions['errorStatus']
): string[] {
  const { status = 200, answer = {}, items, checks = {}, keep = {} } = step
  return [
    ...testStatus(errorStatus === 'lambda' && !step.isGateways ? 200 : status),
    ...test(
      'x-amzn-RequestId is there',
      "pm.expect(pm.response.headers.get('x-amzn-RequestId')).to.match(/\\S/)"
    ),
    ...testShape(step, operations),
    ...(step.whole === undefined
      ? []
      : test('the answer', `pm.expect(answer).to.eql(${literal(step.whole)})`)),
    ...Object.entries(answer).flatMap(([member, value]) =>
      value === undefined
        ? test(`no ${member}`, `pm.expect(answer).not.to.have.property('${member}')`)
        : test(member, `pm.expect(answer.${member}).to.eql(${literal(value)})`)
    ),
    ...(items
      ? test(
          'its items, unless the table has more pages',
          `if (!answer.LastEvaluatedKey) pm.expect(answer.Items).to.deep.include.members(${literal(items)})`
        )
      : []),
    ...Object.entries(checks).flatMap(([title, code]) => test(title, code)),
    ...Object.entries(keep).map(([name, code]) => `pm.collectionVariables.set('${name}', ${code})`)
  ]
}

function test(title: string, code: string): string[] {
  return [`pm.test(${quote(title)}, () => {`, `  ${code}`, '})']
}

function testStatus(status: number | number[]): string[] {
  if (typeof status === 'number') {
    return test(`status ${status}`, `pm.response.to.have.status(${status})`)
  }
  return test(
    `status ${status.join(' or ')}`,
    `pm.expect(pm.response.code).to.be.oneOf(${JSON.stringify(status)})`
  )
}

function testShape({ operation, status = 200 }: Step, operations: OperationTable): string[] {
  if (Array.isArray(status) && status.includes(200)) return []
  if (status !== 200) {
    return test(
      'the shape of an error',
      "pm.expect('errorType' in answer ? typeof answer.errorMessage : typeof answer.message).to.equal('string')"
    )
  }
  const call = operation === undefined ? undefined : operations[operation]?.call
  if (!call) return []
  const names = JSON.stringify([...call.members, 'ResponseMetadata']).replaceAll('"', "'")
  return [
    ...test(
      'the shape of the answer',
      `pm.expect(${names}).to.include.members(Object.keys(answer))`
    ),
    // The names of tables may be answered without a call, and then have no metadata.
    ...(call.isTableless
      ? []
      : test('ResponseMetadata', 'pm.expect(answer.ResponseMetadata.HTTPStatusCode).to.equal(200)'))
  ]
}

/** Writes a value as a JavaScript literal; variables in it are replaced when the script runs. */
function literal(value: unknown): string {
  const text = write(value)
  return text.includes('{{') ? `fill(${quote(text)})` : text
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
