import type { Step } from './generate/scenario.ts'
import type { Failure, Outcome } from './outcome.ts'

/** One point in which two outcomes of a call differ. */
export interface Difference {
  step: Step
  /** Where: `outcome` if one of them failed, `failure` if both did, or the place in a page. */
  path: string
  ours: unknown
  local: unknown
}

/** All points in which the outcomes of a step differ. */
export function differencesOf(step: Step, ours: Outcome, local: Outcome): Difference[] {
  if ('failure' in ours && 'failure' in local) {
    const same = textOf(ours.failure) === textOf(local.failure)
    return same ? [] : [{ step, path: 'failure', ours: ours.failure, local: local.failure }]
  }
  if ('failure' in ours || 'failure' in local) return [{ step, path: 'outcome', ours, local }]
  return differingPlaces(ours.pages, local.pages, 'pages').map((place) => ({ step, ...place }))
}

type Place = Omit<Difference, 'step'>

function differingPlaces(ours: unknown, local: unknown, path: string): Place[] {
  if (textOf(ours) === textOf(local)) return []
  const same = isHolder(ours) && isHolder(local) && Array.isArray(ours) === Array.isArray(local)
  // Items are compared whole: what one lacks would shift all others.
  if (!same || /\.Items$/.test(path)) return [{ path, ours, local }]
  const keys = new Set([...Object.keys(ours), ...Object.keys(local)])
  return [...keys].flatMap((key) =>
    differingPlaces(own(ours, key), own(local, key), `${path}.${key}`)
  )
}

function own(holder: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

/** Names the kind of a difference: what is particular to one case is left out. */
export function signatureOf({ step, path, ours, local }: Difference): string {
  const place = path.replaceAll(/\d+/g, 'N')
  if (path === 'failure' || path === 'outcome') {
    return `${step.operation}\n    ours:  ${briefly(ours)}\n    local: ${briefly(local)}`
  }
  return `${step.operation} ${place} ${kindOf(ours)} / ${kindOf(local)}`
}

function briefly(outcome: unknown): string {
  const failure = failureOf(outcome)
  if (!failure) return 'an answer'
  const message = failure.message
    .replaceAll(/"(?:[^"]|"(?=[^,]))*"/g, '"…"')
    .replaceAll(/\{[^}]*\}/g, '{…}')
    .replaceAll(/\[[^\]]*\]/g, '[…]')
    .replaceAll(/\d+/g, 'N')
    .replaceAll(
      /(keyword|attribute|attribute name|attribute value|function|IndexKey|Key|IndexName|key): \S+/g,
      '$1: …'
    )
  return `${failure.type}: ${message}`.slice(0, 300)
}

export function failureOf(outcome: unknown): Failure | undefined {
  if (typeof outcome !== 'object' || outcome === null) return undefined
  if ('failure' in outcome) return outcome.failure as Failure
  return 'type' in outcome && 'message' in outcome ? (outcome as Failure) : undefined
}

function kindOf(value: unknown): string {
  return value === undefined ? 'none' : Array.isArray(value) ? 'list' : typeof value
}
