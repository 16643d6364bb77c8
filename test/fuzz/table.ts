/** The table, as the service shows it. */
export interface Table {
  /** Deletes every item, and resolves with their ids. Rejects if the service does not answer. */
  drain(): Promise<string[]>
}

const AT_ONCE = 16

interface Page {
  Items: { id: string }[]
  LastEvaluatedKey?: object
}

export function createTable(origin: string, tableName: string): Table {
  async function run(operation: string, payload: object): Promise<unknown> {
    const answer = await fetch(`${origin}/dynamodbmanager`, {
      method: 'POST',
      body: JSON.stringify({ operation, tableName, payload })
    })
    const body = await answer.text()
    if (!answer.ok) throw new Error(`${operation} was answered ${answer.status} ${body}`)
    return JSON.parse(body)
  }

  async function ids(): Promise<string[]> {
    const found: string[] = []
    let from: object | undefined
    do {
      const options = from ? { ExclusiveStartKey: from } : {}
      const page = (await run('list', { ProjectionExpression: 'id', ...options })) as Page
      found.push(...page.Items.map(({ id }) => id))
      from = page.LastEvaluatedKey
    } while (from)
    return found
  }

  return {
    async drain() {
      const found = await ids()
      const left = [...found]
      const work = async () => {
        for (let id = left.pop(); id !== undefined; id = left.pop()) {
          await run('delete', { Key: { id } })
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return found
    }
  }
}
