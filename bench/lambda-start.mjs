// Runs one event in a fresh process as Lambda's runtime would, and prints the CPU that the process has used.
const [bundle, event] = process.argv.slice(2)
const { handler } = await import(bundle)
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 }
await handler(JSON.parse(event), context)
const { user, system } = process.cpuUsage()
process.stderr.write(`${(user + system) / 1000}\n`)
process.exit()
