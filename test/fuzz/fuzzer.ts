import fc from 'fast-check'
import { type Fate, fateOf, judge } from './oracle.ts'
import { anyRequest, type FuzzRequest } from './requests.ts'
import { createSender, type Exchange } from './send.ts'
import { createTable } from './table.ts'

export interface FuzzerOptions {
  /** The server's origin, such as `http://127.0.0.1:3000`. */
  origin: string
  tableName: string
  seed: number
}

/** Sends requests, and counts what came of them. */
export interface Fuzzer {
  fates: Record<Fate, number>
  /** How many answers each status had; 0: there was no answer. */
  statuses: Map<number, number>
  findings: number
  /** Sends the requests with these numbers, many at a time, and then compares the table. */
  batch(first: number, count: number): Promise<void>
  /** Sends one request alone, prints it with its result, and says whether that was right. */
  show(number: number): Promise<boolean>
  close(): Promise<void>
}

const AT_ONCE = 32
const SHRINK_MS = 20_000
/** A run stops at this many findings. */
const MAX_FINDINGS = 100
const MAX_SHOWN = 2_000

export function createFuzzer({ origin, tableName, seed }: FuzzerOptions): Fuzzer {
  const sender = createSender(origin, AT_ONCE, tableName)
  const table = createTable(origin, tableName)
  const fateByNumber = new Map<number, Fate>()
  const kinds = new Set<string>()
  const fuzzer: Fuzzer = {
    fates: { served: 0, refused: 0, unknown: 0 },
    statuses: new Map(),
    findings: 0,
    batch,
    show,
    close: sender.close
  }

  async function batch(first: number, count: number): Promise<void> {
    const faults = new Map<number, string>()
    let next = first
    const work = async () => {
      while (next < first + count && faults.size < MAX_FINDINGS) {
        const number = next++
        const request = requestOf(number)
        const exchange = await sender.send(request, nameOf(number))
        const fault = judge(exchange, request.kind === 'raw')
        if (fault) faults.set(number, fault)
        enter(number, exchange)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    for (const id of await table.drain()) {
      const fault = judgeRow(id)
      if (fault) faults.set(numberOf(id), fault)
    }
    for (const [number, fault] of faults) await report(number, fault)
  }

  function enter(number: number, exchange: Exchange): void {
    const fate = fateOf(exchange)
    fateByNumber.set(number, fate)
    fuzzer.fates[fate]++
    const statuses = exchange.answers.length > 0 ? exchange.answers : [{ status: 0 }]
    for (const { status } of statuses) {
      fuzzer.statuses.set(status, (fuzzer.statuses.get(status) ?? 0) + 1)
    }
  }

  /** An item may only exist if its request was served, or if nobody waited for the answer. */
  function judgeRow(id: string): string | undefined {
    if (id.startsWith('hidden')) return `written by a request hidden in another: ${id}`
    const fate = fateByNumber.get(numberOf(id))
    return fate === 'served' || fate === 'unknown' ? undefined : `written, though ${fate}: ${id}`
  }

  function requestOf(number: number): FuzzRequest {
    // There is one sample, because one was asked for.
    return fc.sample(anyRequest, { seed: seedOf(number), numRuns: 1 })[0] as FuzzRequest
  }

  function seedOf(number: number): number {
    return (seed ^ Math.imul(number + 1, 0x9e3779b1)) | 0
  }

  async function report(number: number, fault: string): Promise<void> {
    fuzzer.findings++
    // One finding of each kind is enough.
    const kind = fault.replaceAll(/\d+/g, '')
    if (kinds.has(kind)) return
    kinds.add(kind)
    console.log(`\nrequest ${number} (--seed ${seed} --only ${number}): ${fault}`)
    const smallest = await shrink(number)
    if (smallest) console.log(`smallest: ${smallest.fault}\n  ${print(smallest.request)}`)
    else console.log(`not seen again when sent alone:\n  ${print(requestOf(number))}`)
  }

  /** Makes a request smaller for as long as it still fails when it is sent alone. */
  async function shrink(number: number) {
    let fault: string | undefined
    const property = fc.asyncProperty(anyRequest, async (request) => {
      const found = await sendAlone(request, number)
      fault = found ?? fault
      return found === undefined
    })
    const { counterexample } = await fc.check(property, {
      seed: seedOf(number),
      numRuns: 1,
      interruptAfterTimeLimit: SHRINK_MS
    })
    return counterexample ? { request: counterexample[0], fault } : undefined
  }

  async function sendAlone(request: FuzzRequest, number: number): Promise<string | undefined> {
    const exchange = await sender.send(request, nameOf(number))
    fateByNumber.set(number, fateOf(exchange))
    const fault = judge(exchange, request.kind === 'raw')
    const rows = await table.drain()
    return fault ?? rows.map(judgeRow).find(Boolean)
  }

  async function show(number: number): Promise<boolean> {
    const request = requestOf(number)
    console.log(print(request))
    const exchange = await sender.send(request, nameOf(number))
    console.log(exchange)
    const fault = judge(exchange, request.kind === 'raw')
    if (fault) await report(number, fault)
    return fault === undefined
  }

  return fuzzer
}

function nameOf(number: number): string {
  return `r${number}.`
}

function numberOf(id: string): number {
  return Number(/^(?:hidden-)?r(\d+)\./.exec(id)?.[1] ?? -1)
}

function print(request: FuzzRequest): string {
  const text = JSON.stringify(request)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length})` : text
}
