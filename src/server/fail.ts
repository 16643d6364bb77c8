/** The variable to change, by why the server cannot listen. */
const CHOSEN_BY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT',
  EACCES: 'PORT',
  EADDRNOTAVAIL: 'HOST',
  ENOTFOUND: 'HOST'
}

/** Ends the process with a line of what is wrong, without a stack: it is for the operator to mend. */
export function fail(error: unknown): never {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}

/** Does so if the embedded database cannot open its files in `path`. */
export function failToOpen({ message }: Error, path: string | undefined): never {
  const place = path === undefined ? '' : ` its files in ${path}`
  fail(
    new Error(
      `The embedded database cannot open${place}: ${message} EMBEDDED_PATH chooses another folder.`
    )
  )
}

/** Does so if the server cannot listen. */
export function failToListen({ code = '', message }: NodeJS.ErrnoException): never {
  const name = CHOSEN_BY[code]
  fail(new Error(name ? `${message}. ${name} chooses another.` : message))
}
