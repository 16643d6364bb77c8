import type { Environment } from './database.ts'
import type { EnvFile } from './env-file.ts'
import { findKin, findMeant, isRead } from './near-names.ts'

// Node reads these variables when it starts, before the file is read.
const TOO_LATE = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_USE_ENV_PROXY', 'UV_THREADPOOL_SIZE']

/**
 * Returns faults for names in the file that were probably meant for a variable of the service. They
 * are faults, not warnings, because the file belongs to the service alone.
 */
export function findNameFaults({ path, settings }: EnvFile): string[] {
  return Array.from(settings).flatMap(([name, { line }]) => {
    const meant = findMeant(name)
    const names = meant.length > 0 ? meant : findKin(name)
    return names.length > 0 ? [`${path}:${line}: expected ${orList(names)}, got another name`] : []
  })
}

/**
 * Returns warnings for names in the environment, which other programs share, that were probably
 * meant for a variable of the service, and for unknown names in the file.
 */
export function findNameWarnings(env: Environment, file?: EnvFile): string[] {
  const misspelled = Object.keys(env).flatMap((name) => {
    const meant = findMeant(name)
    return meant.length > 0 ? [`${name} is not read: ${orList(meant)} would be`] : []
  })
  return file ? [...misspelled, ...findUnread(file)] : misspelled
}

function findUnread({ path, settings }: EnvFile): string[] {
  return Array.from(settings).flatMap(([name, { line }]) => {
    if (TOO_LATE.includes(name)) {
      return [`${path}:${line}: Node reads ${name} before this file: set it in the environment`]
    }
    return isRead(name) ? [] : [`${path}:${line}: nothing here reads a variable of that name`]
  })
}

function orList(names: readonly string[]): string {
  return names.join(' or ')
}
