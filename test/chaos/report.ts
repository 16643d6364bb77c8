import type { Ledger } from './client.ts'
import { faultNames } from './faults.ts'
import type { FaultyProxy } from './proxy.ts'
import type { Finding } from './subject.ts'
import type { Disasters } from './supervisor.ts'

export interface Run {
  engine: string
  seed: number
  seconds: number
  ledger: Ledger
  proxy: FaultyProxy
  disasters: Disasters
  /** How often the service ended by itself. */
  crashes: number
  /** The resident memory of the service, in megabytes. */
  memory: { start: number; end: number }
}

const SHOWN = 20

/** Prints what happened, and says whether every invariant held. */
export function report({ ledger, proxy, disasters, ...run }: Run): boolean {
  const count = (kind: Finding['kind']) => ledger.findings.filter((it) => it.kind === kind).length
  const { acknowledged, refused, unknown } = ledger.outcomes
  const invariants = {
    'acknowledged writes lost': count('lost'),
    'writes applied twice': count('twice'),
    'wrong answers': count('wrong'),
    hangs: ledger.hangs.length,
    'crashes of the service': run.crashes
  }

  heading(`On ${run.engine}, ${run.seconds.toFixed(0)} s, --seed ${run.seed}`)
  row('requests', ledger.requests)
  row('  acknowledged', acknowledged)
  row('  refused', refused)
  row('  unknown', unknown)
  row('subjects', ledger.subjects.length)
  heading('Answers')
  for (const [name, times] of [...ledger.answers].sort()) row(name, times)
  heading(`Faults, in ${proxy.requests} requests to the engine`)
  for (const name of faultNames) row(name, proxy.counts[name])
  row('engine away', proxy.away)
  for (const [name, times] of Object.entries(disasters)) row(name, times)
  heading('Memory of the service')
  row('at start, MB', Math.round(run.memory.start))
  row('at end, MB', Math.round(run.memory.end))
  heading('What must be 0')
  for (const [name, times] of Object.entries(invariants)) row(name, times)

  const broken = [
    ...ledger.findings.map(({ kind, text }) => `${kind}: ${text}`),
    ...ledger.hangs.map((body) => `hang: ${body}`)
  ]
  for (const line of broken.slice(0, SHOWN)) console.log(line)
  if (broken.length > SHOWN) console.log(`… and ${broken.length - SHOWN} more`)
  return Object.values(invariants).every((times) => times === 0)
}

function heading(text: string): void {
  console.log(`\n${text}`)
}

function row(name: string, times: number): void {
  console.log(`  ${name.padEnd(44)}${String(times).padStart(10)}`)
}
