// Builds tap with the plugins that package.json names, unless it is built so: that takes seconds.
import { spawnSync } from 'node:child_process'
// Before the other: they import each other.
import '@tapjs/core'
import { signature } from '@tapjs/test'

if (signature.includes('@tapjs/typescript')) {
  const { status } = spawnSync('tap', ['build'], { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
