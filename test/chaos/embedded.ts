import { createEngine } from '../../src/engine/engine.ts'
import { openPort } from '../../src/engine/port/port.ts'

// The embedded database in a process of its own, its files in $DATA: killed, it loses nothing that it answered.
const engine = await createEngine({
  path: process.env.DATA,
  onFailure: (error) => console.error(error)
})
await openPort(engine.call, { port: Number(process.env.PORT), origins: [] })
