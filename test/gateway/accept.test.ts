import t from 'tap'
import { findLinesType } from '../../src/gateway/accept.ts'

t.test('the first media type of lines that is named is the answer’s', async (t) => {
  for (const [accept, type] of [
    ['application/x-ndjson', 'application/x-ndjson'],
    ['application/jsonl', 'application/jsonl'],
    ['Application/JSONL; charset=utf-8', 'application/jsonl'],
    ['application/json, application/jsonl;q=0.5, application/x-ndjson', 'application/jsonl'],
    ['application/x-ndjson;q=0, application/jsonl', 'application/jsonl'],
    ['application/x-ndjson ; q=0.001', 'application/x-ndjson']
  ] as const) {
    t.equal(findLinesType(accept), type, accept)
  }
})

t.test('whatever names none asks for none', async (t) => {
  for (const accept of [
    undefined,
    '',
    '*/*',
    'application/*',
    'application/json',
    'application/x-ndjson;q=0',
    'application/x-ndjson; q=0.000',
    'application/x-ndjsonx',
    ',,;,'
  ]) {
    t.equal(findLinesType(accept), undefined, String(accept))
  }
})
