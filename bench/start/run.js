// Runs one event in a fresh process, as Lambda's runtime does in a cold start, and prints on
// standard error how many milliseconds of CPU the process has used by then: node run.js module
// event
const [module, event] = process.argv.slice(2)
const { handler } = await import(module)
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 }
await handler(JSON.parse(event), context)
const { user, system } = process.cpuUsage()
process.stderr.write(`${(user + system) / 1000}\n`, () => process.exit())
