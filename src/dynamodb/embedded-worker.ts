import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import dynalite from 'dynalite'

// Runs in a thread of its own: what makes dynalite throw out of its event loop ends this thread only.
const { path, port } = workerData as { path: string | undefined; port: number }

const server: Server = dynalite({ path, createTableMs: 0, deleteTableMs: 0 })
server.listen(port, '127.0.0.1')
await once(server, 'listening')
parentPort?.postMessage((server.address() as AddressInfo).port)

parentPort?.once('message', () => {
  server.close(() => parentPort?.postMessage('closed'))
  server.closeAllConnections()
})
