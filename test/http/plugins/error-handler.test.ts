import t from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { startService } from '../../fixtures/service.ts'
import { told } from '../../fixtures/told.ts'

t.test(
  'ERROR_STATUS=lambda: the function’s errors have status 200, the gateway’s their own',
  async (t) => {
    const { endpoint } = await startEngine(t)
    const env = { ERROR_STATUS: 'lambda', BODY_LIMIT: '1000' }
    const service = await startService(t, { endpoint, env })
    told(t, await service.post({ operation: 'nothing' }), 200, {
      errorType: 'ValidationException',
      errorMessage: 'Unrecognized operation "nothing"'
    })
    const missing = await service.post({ operation: 'list', tableName: 'no-such-table' })
    told(t, missing, 200, { errorType: 'ResourceNotFoundException' })
    t.equal((await service.post('{')).status, 400)
    t.equal((await service.post('x'.repeat(1001))).status, 413)
    t.equal((await service.send({ method: 'GET', path: '/x' })).status, 403)
  }
)
