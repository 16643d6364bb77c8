/** Returns the median. */
export function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Writes a median with its lowest and highest figure: "123 (120–131)". */
export function withSpread(figures, digits = 0) {
  const [low, high] = [Math.min(...figures), Math.max(...figures)]
  return `${median(figures).toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`
}

/** Writes rows as a Markdown table; the first row is its head. */
export function toTable([head, ...rows]) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => `${row[column]}`.length))
  )
  const line = (row) =>
    `| ${row.map((cell, column) => `${cell}`.padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
