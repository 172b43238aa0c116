/** Amounts as a person reads them. 1 GB is 10^9 bytes. */

/** "18.4 GB", "25.0 MB", "3.1 kB" */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e8) return `${(bytes / 1e9).toFixed(1)} GB`
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`
  if (bytes >= 1e3) return `${(bytes / 1e3).toFixed(1)} kB`
  return `${bytes} bytes`
}

/** "1,284" */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** "1 file", "1,284 files" */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}

/** "8 s", "2 min", "1 h 5 min" */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What something took: "8 s", "1 min 28 s", "12 min" */
export function formatTook(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const rest = seconds % 60
  if (seconds < 60 || seconds >= 600 || rest === 0) return formatDuration(ms)
  return `${Math.floor(seconds / 60)} min ${rest} s`
}

/** "about 3 min", "about 1 h 20 min", "less than a minute" */
export function formatAbout(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `about ${minutes} min`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return rest === 0 ? `about ${hours} h` : `about ${hours} h ${rest} min`
}

/** "about 3 min left", "less than a minute left" */
export function formatLeft(ms: number): string {
  return `${ms < 60_000 ? 'less than a minute' : formatAbout(ms)} left`
}

/** "18.4 GB", "25.0 MB", "0 bytes": amounts in sums, GB from 0.1 GB on. */
export function formatGigabytes(bytes: number): string {
  return bytes < 1e8 ? formatBytes(bytes) : `${gigabytes(bytes)} GB`
}

/** "13.7 of 25.2 GB"; small sums in MB, so that they are seen to move. */
export function formatPartOf(done: number, total: number): string {
  if (total >= 1e9) return `${gigabytes(done)} of ${gigabytes(total)} GB`
  if (total >= 1e6) return `${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`
  return `${(done / 1e3).toFixed(0)} of ${(total / 1e3).toFixed(0)} kB`
}

/** "61.8 MB/s" */
export function formatSpeed(bytesPerSecond: number): string {
  if (bytesPerSecond >= 1e9) return `${gigabytes(bytesPerSecond)} GB/s`
  return bytesPerSecond >= 1e5
    ? `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`
    : `${(bytesPerSecond / 1e3).toFixed(0)} kB/s`
}

/** "54%", never rounded up. */
export function formatPercent(fraction: number): string {
  return `${Math.floor(fraction * 100)}%`
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
