// npm run bench [-- --rounds N --seconds N --scenarios read,create]
// [--only http,embedded,memory,start]
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureEmbedded } from './embedded.js'
import { measureHttp } from './http.js'
import { measureMemory } from './memory.js'
import { scenarios } from './scenarios.js'
import { startEngine } from './servers.js'
import { measureStarts } from './start.js'
import { toTargets } from './targets.js'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    scenarios: { type: 'string' }
  }
})
const rounds = count('rounds')
const seconds = count('seconds')
const chosen = names('scenarios', scenarios)
const parts = {
  http: (endpoint) => measureHttp(endpoint, { rounds, seconds, scenarios: chosen }),
  embedded: () => measureEmbedded({ rounds, seconds }),
  memory: measureMemory,
  start: (endpoint) => measureStarts(endpoint, { rounds })
}
const wanted = names('only', parts)

// The SDK's warning about Node 20 would stand between the tables.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const [cpu] = cpus()
const engine = await startEngine()
console.log(`Node ${process.version}, ${cpus().length} × ${cpu.model}; engine: ${engine.name}`)
console.log(`Medians of ${rounds} alternating rounds (lowest–highest).`)
const results = []
try {
  for (const part of wanted) results.push(await parts[part](engine.endpoint))
} finally {
  await engine.stop()
}
console.log('\n### What is wanted\n')
console.log(toTargets(new Map(results.flatMap((measured) => [...measured]))))

function count(option) {
  const number = Number(values[option])
  if (!(number > 0)) fail(`--${option}: expected a number above 0, got ${values[option]}`)
  return number
}

/** Returns the names in an option, or all names without one. */
function names(option, known) {
  const given = values[option]?.split(',') ?? Object.keys(known)
  const unknown = given.find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined) {
    fail(`--${option}: expected ${Object.keys(known).join(', ')}, got ${unknown}`)
  }
  return given
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
