import { once } from 'node:events'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import dynalite from 'dynalite'
import { closeIterators } from './close-iterators.ts'
import { endOnOpenFailure } from './end-on-open-failure.ts'

// Runs in a thread of its own: what makes dynalite throw out of its event loop ends this thread only.
const { path, port } = workerData as { path: string | undefined; port: number }

closeIterators()
endOnOpenFailure()
const server: Server = dynalite({ path, createTableMs: 0, deleteTableMs: 0 })
server.listen(port, '127.0.0.1')
await once(server, 'listening')
const address = server.address() as AddressInfo
await touchFiles(address.port)
parentPort?.postMessage(address.port)

parentPort?.once('message', () => {
  server.close(() => parentPort?.postMessage('closed'))
  server.closeAllConnections()
})

/** Makes dynalite open its files, which it else puts off until it is asked; what fails ends the thread. */
async function touchFiles(port: number): Promise<void> {
  const call = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20000101T000000Z',
      // dynalite asks for a signature's parts, and checks none.
      authorization: 'AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=none'
    }
  })
  call.end('{}')
  const [answer] = await once(call, 'response')
  answer.resume()
}
