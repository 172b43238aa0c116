/** Amounts of data in sums: GB with one decimal, small ones in MB and kB. */
import { formatBytes } from '../../src-main/kernel/units.ts'
import { texts } from './texts.ts'

const oneGigabyte = 1e9

/** "18.4 GB", "25.0 MB", "0 GB" */
export function formatGigabytes(bytes: number): string {
  if (bytes === 0) return '0 GB'
  return bytes < 0.1 * oneGigabyte ? formatBytes(bytes) : `${gigabytes(bytes)} GB`
}

/** "About 18.4 GB": at the beginning of a sentence. */
export function formatAboutGigabytes(bytes: number): string {
  return texts.about(formatGigabytes(bytes))
}

/** "13.7 of 25.2 GB"; small sums in MB, so that they are seen to move. */
export function formatPartOf(done: number, total: number): string {
  if (total >= oneGigabyte) return texts.partOf(gigabytes(done), gigabytes(total), 'GB')
  if (total >= 1e6) return texts.partOf((done / 1e6).toFixed(1), (total / 1e6).toFixed(1), 'MB')
  return texts.partOf((done / 1e3).toFixed(0), (total / 1e3).toFixed(0), 'kB')
}

/** "61.8 MB/s" */
export function formatSpeed(bytesPerSecond: number): string {
  if (bytesPerSecond >= oneGigabyte) return `${gigabytes(bytesPerSecond)} GB/s`
  return bytesPerSecond >= 1e5
    ? `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`
    : `${(bytesPerSecond / 1e3).toFixed(0)} kB/s`
}

export function formatPercent(fraction: number): string {
  return `${Math.floor(fraction * 100)}%`
}

function gigabytes(bytes: number): string {
  return (bytes / oneGigabyte).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
