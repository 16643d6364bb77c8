declare module 'dynalite' {
  import type { Server } from 'node:http'

  /** https://github.com/architect/dynalite#api: a database in memory where `path` is undefined. */
  export default function dynalite(options: {
    path: string | undefined
    createTableMs: number
    deleteTableMs: number
  }): Server
}
