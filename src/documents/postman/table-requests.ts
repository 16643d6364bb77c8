import type { Requests } from './step.ts'

export const describe: Requests = {
  example: {
    checks: {
      'it is this table':
        "pm.expect(answer.Table.TableName).to.equal(pm.variables.get('tableName'))",
      'it can be used': "pm.expect(answer.Table.TableStatus).to.be.oneOf(['ACTIVE', 'UPDATING'])"
    }
  }
}

export const tables: Requests = {
  example: {
    checks: {
      'at most ten names': 'pm.expect(answer.TableNames.length).to.be.within(1, 10)',
      'this table among them, unless more follow':
        "if (!answer.LastEvaluatedTableName) pm.expect(answer.TableNames).to.include(pm.variables.get('tableName'))"
    }
  }
}
