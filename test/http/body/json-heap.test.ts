import t from 'tap'
import { heapOf, largestHeap, usualHeap } from '../../../src/http/body/json-heap.ts'

const text = (value: string) => Buffer.from(`[${Array(10_000).fill(value).join()}]`)

t.test('what a JSON text takes of the heap lies between the usual and the largest', async (t) => {
  for (const value of ['"some text"', '{"id":"a"}', '1', '{}', '[]', '[[]]', '{"":{}}']) {
    const json = text(value)
    const heap = heapOf(json)
    t.ok(heap >= usualHeap(json.length), value)
    t.ok(heap <= largestHeap(json.length), value)
  }
})

t.test('small values in many objects take more than their text alone says', async (t) => {
  const value = (json: Buffer) => heapOf(json) / json.length
  t.ok(value(text('{}')) > 24, 'as measured')
  t.ok(value(text('[]')) > 16)
  t.ok(value(text('0.12345678901234567')) > 16)
  t.ok(value(text('{"id":"1234ABCD","text":"some text"}')) < 12)
  const inString = text('"[[{\\"[{[12\\\\"')
  t.equal(heapOf(inString) - usualHeap(inString.length), 64, 'in a string nothing opens')
})
