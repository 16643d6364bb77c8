// Builds tap with the plugins in package.json, unless that was done before: it takes seconds.
import { spawnSync } from 'node:child_process'
// This import comes first, because the two packages import each other.
import '@tapjs/core'
import { signature } from '@tapjs/test'

if (signature.includes('@tapjs/typescript')) {
  const { status } = spawnSync('tap', ['build'], { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
