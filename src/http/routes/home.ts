import { toEnvelope } from '../../documents/example.ts'
import { forTable, type TableDescription } from '../../documents/table-description.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'
import type { OperationTable } from '../../operations/operation.ts'

/** The paths of the pages and documents that the home page links to or loads. */
export const PAGES = {
  style: '/style.css',
  icon: '/icon.svg',
  docs: '/docs',
  openApi: '/openapi.json',
  collection: '/postman_collection.json',
  ready: '/ready'
}

export interface HomeOptions {
  /** The origin by which the browser reached this server, such as `http://127.0.0.1:3000`. */
  origin: string
  table: TableDescription
  needsKey: boolean
}

/** Makes the HTML page that a browser gets at `/`. */
export function toHome(operations: OperationTable, options: HomeOptions): string {
  const rows = Object.entries(operations).map(
    ([name, { summary }]) =>
      `<tr><th><code>${escapeHtml(name)}</code></th><td>${escapeHtml(summary)}</td></tr>`
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DynamoDBManager</title>
<link rel="icon" href="${PAGES.icon}">
<link rel="stylesheet" href="${PAGES.style}">
</head>
<body>
<main>
<h1>DynamoDBManager</h1>
<p>One address for the items of your DynamoDB tables: send an operation, a table and a payload, get
DynamoDB’s answer. The same request gets the same answer here and on AWS. ${operations.create && operations.read ? 'Put an item, and read it' : 'For example'}:</p>
<pre><code>${escapeHtml(toCurl(operations, options))}</code></pre>
<nav>
<a class="main" href="${PAGES.docs}">Try it in the browser</a>
<a href="${PAGES.openApi}">OpenAPI</a>
<a href="${PAGES.collection}" download>Postman collection</a>
<a href="${PAGES.ready}">Is it ready?</a>
</nav>
<h2>Operations</h2>
<table>
${rows.join('\n')}
</table>
</main>
</body>
</html>
`
}

/** The icon shows a table with a key column. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b62b5"/><path d="M3 4h10v2H3zm0 3.5h4v1.5H3zm5 0h5v1.5H8zM3 10.5h4V12H3zm5 0h5V12H8z" fill="#fff"/></svg>
`

/** The home page's style. */
export const STYLE = `:root { color-scheme: light dark; --ink: #1b2330; --soft: #5b6675; --line: #dfe3e8; --back: #fff; --card: #f5f7f9; --link: #0b62b5 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #9aa6b5; --line: #303a47; --back: #141a22; --card: #1d2530; --link: #6db3f8 }
}
body { margin: 0; background: var(--back); color: var(--ink); font: 17px/1.55 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem }
h1 { margin: 0 0 .5rem; font-size: 2rem; letter-spacing: -.02em }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem }
p { margin: 0 0 1.25rem; color: var(--soft) }
code { font: .88em/1.5 ui-monospace, monospace }
pre { margin: 0; padding: 1rem 1.25rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card) }
nav { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.25rem }
a { padding: .45rem .9rem; border: 1px solid var(--line); border-radius: 8px; color: var(--link); text-decoration: none }
a:hover { border-color: var(--link) }
a.main { border-color: var(--link); background: var(--link); color: var(--back) }
table { width: 100%; border-collapse: collapse }
th, td { padding: .5rem 0; border-top: 1px solid var(--line); text-align: left; font-weight: normal; vertical-align: top }
th { width: 1%; padding-right: 1.5rem; white-space: nowrap }
`

function toCurl(operations: OperationTable, options: HomeOptions): string {
  const { origin, table, needsKey } = options
  const key = needsKey ? " -H 'x-api-key: YOUR_KEY'" : ''
  return Object.entries(operations)
    .slice(0, 2)
    .map(([name, operation]) => {
      const envelope = forTable(toEnvelope(name, operation, table.name), table) as object
      const lines = Object.entries(envelope).map(
        ([member, value]) => `  "${member}": ${JSON.stringify(value)}`
      )
      return `curl ${origin}${MANAGER_PATH}${key} -d ${quote(`{\n${lines.join(',\n')}\n}`)}`
    })
    .join('\n\n')
}

/** Quotes a text for a shell, also one that has quotes itself, as a key attribute's name may. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
