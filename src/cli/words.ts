const COUNT = new Intl.NumberFormat('en')
const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

export function describeCount(count: number): string {
  return COUNT.format(count)
}

/** `300 bytes`, `1.2 MB`: powers of 1,000. */
export function describeBytes(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 1_000 && unit < UNITS.length - 1) {
    size /= 1_000
    unit++
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`
}

/** `5 s`, `2 min 5 s`, `1 h 2 min`. */
export function describeTime(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole < 10 ? Math.round(seconds * 10) / 10 : whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
