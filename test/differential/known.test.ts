import t from 'tap'
import { createDynamodbLocal } from './dynamodb-local.ts'
import { knownDifferences } from './known.ts'
import { createOwnEngine } from './own-engine.ts'
import { play } from './play.ts'

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB

t.test(
  'each known difference from DynamoDB Local still occurs',
  {
    skip: endpoint ? false : 'AWS_ENDPOINT_URL_DYNAMODB names no DynamoDB Local'
  },
  async (t) => {
    const pair = { ours: await createOwnEngine(), local: createDynamodbLocal(String(endpoint)) }
    for (const known of knownDifferences) {
      if (!known.example) continue
      const played = await play(pair, known.example)
      t.same(played.unexplained, [], known.rule)
      t.ok(played.known.includes(known), known.rule)
    }
    await Promise.all([pair.ours.close(), pair.local.close()])
  }
)

t.test('each known difference names its source', async (t) => {
  for (const { rule, source } of knownDifferences) {
    t.match(source, /^https:\/\/(docs\.aws\.amazon|github)\.com\//, rule)
  }
})
