import {
  type Finding,
  type Item,
  type Outcome,
  type Step,
  type Subject,
  wrong
} from '../subject.ts'

const MAX_ENTRIES = 60

/**
 * A list to which each write appends its own entry, so that lost and repeated writes can be seen.
 */
export function createJournal(id: string): Subject {
  const outcomes: Outcome[] = []
  const Key = { id }

  function judge(item: Item | undefined): Finding[] {
    const found = new Map<unknown, number>()
    for (const entry of (item?.entries ?? []) as unknown[]) {
      found.set(entry, (found.get(entry) ?? 0) + 1)
    }
    return outcomes.flatMap((outcome, entry) => judgeEntry(entry, outcome, found.get(entry) ?? 0))
  }

  function judgeEntry(entry: number, outcome: Outcome, times: number): Finding[] {
    const text = `${id}, entry ${entry} (${outcome}) is there ${times} times`
    if (outcome === 'acknowledged' && times === 0) return [{ kind: 'lost', text }]
    if (outcome === 'refused' && times > 0) return [wrong(text)]
    return times > 1 ? [{ kind: 'twice', text }] : []
  }

  function append(): Step {
    const entry = outcomes.length
    return {
      operation: 'update',
      payload: {
        Key,
        UpdateExpression: 'SET entries = list_append(if_not_exists(entries, :none), :entry)',
        ExpressionAttributeValues: { ':none': [], ':entry': [entry] },
        ReturnValues: 'ALL_NEW'
      },
      repeatable: false,
      settle: (outcome, reply) => {
        outcomes[entry] = outcome
        return outcome === 'acknowledged'
          ? judge(reply?.body.Attributes as Item | undefined)[0]
          : undefined
      }
    }
  }

  return {
    id,
    get isRetired() {
      return outcomes.length >= MAX_ENTRIES
    },
    next: append,
    judge
  }
}
