/** The variable to change, by the code of the listen error. */
const VARIABLE_BY_ERROR: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT',
  EACCES: 'PORT',
  EADDRNOTAVAIL: 'HOST',
  ENOTFOUND: 'HOST'
}

/** Ends the process with the error's message and no stack, because the operator can mend it. */
export function fail(error: unknown): never {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}

/** Ends the process because the embedded database cannot open its files in `path`. */
export function failToOpen({ message }: Error, path: string | undefined): never {
  const place = path === undefined ? '' : ` its files in ${path}`
  fail(
    new Error(
      `The embedded database cannot open${place}: ${message} EMBEDDED_PATH chooses another folder.`
    )
  )
}

/** Ends the process because the server cannot listen; names the variable that may help. */
export function failToListen({ code = '', message }: NodeJS.ErrnoException): never {
  const name = VARIABLE_BY_ERROR[code]
  fail(new Error(name ? `${message}. ${name} chooses another.` : message))
}
