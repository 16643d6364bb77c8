// Bundles the Lambda handler: node scripts/build-lambda.js [directory]
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { zipSync } from 'fflate'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = process.argv[2] ?? join(root, 'dist/lambda')
const outfile = join(outdir, 'index.mjs')

// lib-dynamodb does not say that its modules do nothing but declare: without that, each one that is not
// used stays, and with them the SDK's whole client.
const shakeLibDynamodb = {
  name: 'shake-lib-dynamodb',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[.@]/ }, async ({ path, pluginData, ...from }) => {
      const isInside = /lib-dynamodb/.test(from.importer) || path === '@aws-sdk/lib-dynamodb'
      if (pluginData?.isResolving || !isInside) return undefined
      const resolved = await resolve(path, { ...from, pluginData: { isResolving: true } })
      return { ...resolved, sideEffects: false }
    })
  }
}

// Node's modules on demand, from the first call of one of their functions: as imports all are loaded at once,
// and every export of theirs read, behind some of which (fs.ReadStream) stands more than behind all the rest.
const builtinsOnDemand = {
  name: 'builtins-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({
      path,
      namespace: 'on-demand',
      sideEffects: false
    }))
    onLoad({ filter: /.*/, namespace: 'on-demand' }, async ({ path }) => {
      const exported = Object.entries(await import(path))
      return { contents: exported.map(([name, value]) => toExport(path, name, value)).join('\n') }
    })
  }
}

/** As a module's export was, though nothing is loaded before it is called. What is no function is read at once. */
function toExport(path, name, value) {
  const module = `process.getBuiltinModule('${path}')`
  if (name === 'default') return `export default /* @__PURE__ */ ${module}`
  if (typeof value !== 'function') {
    return `export const ${name} = /* @__PURE__ */ (() => ${module}.${name})()`
  }
  return `export function ${name}(...args) {
    const { ${name}: it } = ${module}
    return new.target ? new it(...args) : it.apply(this, args)
  }`
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/lambda.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // The SDK's ES modules: of its CommonJS ones nothing can be shaken off.
  mainFields: ['module', 'main'],
  plugins: [shakeLibDynamodb, builtinsOnDemand],
  alias: {
    '@aws-sdk/credential-provider-node': './scripts/left-out.js',
    '@smithy/core/event-streams': './scripts/left-out.js'
  },
  // The SDK asks it for random UUIDs, which no call to DynamoDB needs: to look at it loads the whole of Web Crypto.
  define: { crypto: 'undefined' },
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning'
})

// Same source, same bytes: no clock in it, and fflate's own compressor, the same on every Node.
// A ZIP has local times: the first that it knows, wherever this runs.
const mtime = new Date(1980, 0, 1)
const UNIX = 3
const READABLE = 0o100644 << 16
const zip = zipSync({
  'index.mjs': [await readFile(outfile), { level: 9, mtime, os: UNIX, attrs: READABLE }]
})

await writeFile(join(outdir, 'function.zip'), zip)
await writeFile(join(outdir, 'meta.json'), JSON.stringify(metafile))
const { bytes } = Object.values(metafile.outputs)[0]
console.log(`${bytes} bytes bundled, ${zip.length} zipped`)
