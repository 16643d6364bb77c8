import { writeSync } from 'node:fs'
import { createEngine } from '../../../src/engine/engine.ts'
import { make } from '../tables.ts'

// Writes into the engine's files in argv[2] for as long as it lives, 16 transactions at a time, and
// says on its standard output which are acknowledged: `ok <number>`. Numbers begin at argv[3].
const engine = await createEngine({ path: process.argv[2] })
let next = Number(process.argv[3])

await Promise.all(Array.from({ length: 16 }, write))

async function write(): Promise<void> {
  for (;;) {
    const number = next++
    const put = (side: string) => ({
      Put: {
        TableName: 'things',
        Item: {
          id: { S: `${number} ${side}` },
          number: { N: `${number}` },
          colour: { S: `colour ${number % 7}` },
          text: { S: 'x'.repeat(number % 500) }
        }
      }
    })
    await make(engine, 'TransactWriteItems', { TransactItems: [put('left'), put('right')] })
    // Some move in the index, some go.
    const Key = { id: { S: `${number - 40} left` } }
    if (number % 3 === 0) {
      await make(engine, 'UpdateItem', {
        TableName: 'things',
        Key,
        ConditionExpression: 'attribute_exists(id)',
        UpdateExpression: 'SET colour = :c',
        ExpressionAttributeValues: { ':c': { S: 'moved' } }
      }).catch(() => {})
    }
    writeSync(1, `ok ${number}\n`)
  }
}
