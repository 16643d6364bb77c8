import type { OperationTable } from '../../operations/table.ts'
import type { Step } from './step.ts'

const FILL = 'const fill = (value) => JSON.parse(pm.variables.replaceIn(JSON.stringify(value)))'

/** Writes a step's tests as Postman runs them, in lines: status, id, shape, values. */
export function toTestScript(step: Step, operations: OperationTable): string[] {
  const { answer = {}, checks = {}, keep = {} } = step
  const values = Object.entries(answer)
  const needsFill = JSON.stringify([step.whole ?? null, answer]).includes('{{')
  return [
    'const answer = pm.response.json()',
    ...(needsFill ? [FILL] : []),
    ...testStatus(step.status ?? 200),
    ...test(
      'x-amzn-RequestId is there',
      "pm.expect(pm.response.headers.get('x-amzn-RequestId')).to.match(/\\S/)"
    ),
    ...testShape(step, operations),
    ...(step.whole === undefined
      ? []
      : test('the answer', `pm.expect(answer).to.eql(${literal(step.whole, needsFill)})`)),
    ...values.flatMap(([member, value]) =>
      value === undefined
        ? test(`no ${member}`, `pm.expect(answer).not.to.have.property('${member}')`)
        : test(member, `pm.expect(answer.${member}).to.eql(${literal(value, needsFill)})`)
    ),
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
  const members = operation === undefined ? undefined : operations[operation]?.members
  if (!members) return []
  const names = JSON.stringify([...members, 'ResponseMetadata']).replaceAll('"', "'")
  return [
    ...test(
      'the shape of the answer',
      `pm.expect(${names}).to.include.members(Object.keys(answer))`
    ),
    ...test('ResponseMetadata', 'pm.expect(answer.ResponseMetadata.HTTPStatusCode).to.equal(200)')
  ]
}

function literal(value: unknown, fills: boolean): string {
  const text = JSON.stringify(value)
  return fills && text.includes('{{') ? `fill(${text})` : text
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
