import { createHash } from 'node:crypto'
import t from 'tap'
import { createKeyFinder } from '../../src/gateway/api-key.ts'

const hashed = (key: string) => ({
  sha256: createHash('sha256').update(key).digest('hex'),
  name: key
})

t.test('a key is found by its digest, and no other', async (t) => {
  const findKey = createKeyFinder([hashed('first'), hashed('second')])
  t.equal(findKey('second')?.name, 'second')
  for (const wrong of ['third', 'First', ['first'], 5]) t.equal(findKey(wrong), undefined)
})

t.test('a missing or empty key opens no door, whatever the digests are', async (t) => {
  const findKey = createKeyFinder([hashed('')])
  for (const none of [undefined, '', []]) t.equal(findKey(none), undefined)
})
