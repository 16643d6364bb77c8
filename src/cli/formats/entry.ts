/** A line of a file, from 1. */
export interface Place {
  file: string
  line: number
}

/** One item to import: what was read, or what is wrong with it. */
export interface Entry {
  place: Place
  /** As the file has it. */
  text: string
  item?: Record<string, unknown>
  fault?: string
}
