import t from 'tap'
import { describeFileError } from '../../../src/cli/files/file-error.ts'
import { openOutput } from '../../../src/cli/files/output.ts'
import { rejectionOf } from '../../fixtures/rejection.ts'

t.test('a full disk is told with the name of the file', async (t) => {
  const output = await openOutput('/dev/full', { isGzipped: false }).catch(() => undefined)
  if (!output) return t.pass('this system has no /dev/full')
  t.match(await rejectionOf(output.write('x')), {
    message: '/dev/full: the disk is full (ENOSPC)'
  })
  await output.close()
})

t.test('an error of another kind is left as it is', async (t) => {
  t.equal(describeFileError(new Error('other'), 'file'), undefined)
})
