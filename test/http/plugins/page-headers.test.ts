import t from 'tap'
import { startScripted } from '../../fixtures/service.ts'

t.test('whatever is read by GET has headers that keep a browser from running it', async (t) => {
  const { service } = await startScripted(t, () => {})
  for (const path of ['/health', '/ready']) {
    const { headers } = await service.send({ method: 'GET', path })
    t.match(headers, {
      'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY'
    })
    t.notMatch(headers['content-security-policy'], /script-src[^;]*unsafe/)
  }
})
