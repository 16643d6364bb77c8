import { createEngine } from '../../src/engine/engine.ts'
import { openPort } from '../../src/engine/port/port.ts'

// Runs the embedded database in a process of its own, with its files in $DATA: even if it is
// killed, it loses no write that it answered.
const engine = await createEngine({
  path: process.env.DATA,
  onFailure: (error) => console.error(error)
})
await openPort(engine.call, { port: Number(process.env.PORT), origins: [] })
