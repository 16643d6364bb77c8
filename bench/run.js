// npm run bench [-- --rounds N --seconds N --only http,memory,start --scenarios read,create]
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureHttp } from './http.js'
import { measureMemory } from './memory.js'
import { startEngine } from './servers.js'
import { measureStarts } from './start.js'
import { toTargets } from './targets.js'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string', default: 'http,memory,start' },
    scenarios: { type: 'string' }
  }
})
const options = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  scenarios: values.scenarios?.split(',')
}

const [cpu] = cpus()
const engine = await startEngine()
console.log(`Node ${process.version}, ${cpus().length} × ${cpu.model}; engine: ${engine.name}`)
console.log(`Medians of ${options.rounds} alternating rounds (lowest–highest).`)
const results = []
try {
  if (values.only.includes('http')) results.push(await measureHttp(engine.endpoint, options))
  if (values.only.includes('memory')) results.push(await measureMemory(engine.endpoint))
  if (values.only.includes('start')) results.push(await measureStarts(engine.endpoint, options))
} finally {
  await engine.stop()
}
console.log('\n### What is wanted\n')
console.log(toTargets(new Map(results.flatMap((measured) => [...measured]))))
