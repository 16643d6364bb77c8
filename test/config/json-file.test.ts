import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readJsonFile } from '../../src/config/json-file.ts'

function read(t: Test, content: string | Buffer): unknown {
  return readJsonFile(join(t.testdir({ 'a.json': content }), 'a.json'))
}

t.test('a byte order mark is skipped', async (t) => {
  t.same(read(t, '\ufeff [{ "a": [1, -2.5e-3, true, null, "\\u00e9\\n"] }, {}, []]\r\n'), [
    { a: [1, -0.0025, true, null, 'é\n'] },
    {},
    []
  ])
})

t.test('another encoding is told by its name', async (t) => {
  const utf16 = Buffer.from('\ufeff["planted"]', 'utf16le')
  t.throws(() => read(t, utf16), { message: /^line 1: expected a file in UTF-8, got UTF-16/ })
  t.throws(() => read(t, Buffer.from('[\n"grün"]', 'latin1')), {
    message: /^line 2: expected a file in UTF-8, got other bytes/
  })
})

t.test('what is no JSON is told by line and column, and nothing of it repeated', async (t) => {
  const wrong: Record<string, string> = {
    '': 'line 1, column 1: expected a value',
    '["planted"': 'line 1, column 11: expected a comma or ]',
    '[\n  "planted",\n]': 'line 3, column 1: expected a value',
    '[{"planted" "x"}]': 'line 1, column 13: expected a colon',
    '[\n{planted: 1}]': 'line 2, column 2: expected a member’s name in double quotes',
    "['planted']": 'line 1, column 2: expected a value',
    '[{"a": 1,}]': 'line 1, column 10: expected a member’s name in double quotes',
    '[{"a": 1 "planted": 2}]': 'line 1, column 10: expected a comma or }',
    '["planted\n"]': 'line 1, column 10: expected a character of a string, or the double quote',
    '["planted\\x"]': 'line 1, column 10: expected a character of a string, or the double quote',
    '[01]': 'line 1, column 2: expected a value',
    '[nulls]': 'line 1, column 2: expected a value',
    '// planted\n[]': 'line 1, column 1: expected a value',
    '[] planted': 'line 1, column 4: expected nothing after the value',
    '[{"a": "planted", "b": 1, "\\u0061": 2}]':
      'line 1, column 27: expected a member that the object does not have yet'
  }
  for (const [text, message] of Object.entries(wrong)) {
    try {
      read(t, text)
      t.fail(text)
    } catch (error) {
      t.match((error as Error).message, message, text)
      t.notMatch((error as Error).message, /planted/)
    }
  }
})
