/** How far a job is, in words: every client takes them from here. Pure. */
import { countOf, formatBytes, formatPartOf, formatPercent } from '../kernel/units.ts'
import type { Progress } from './define.ts'

/** "41%, 310.0 of 740.0 GB, /mnt/backup" */
export function jobProgressText({ done, total, unit, current }: Progress): string {
  const where = current === undefined ? '' : `, ${current}`
  const amount = unit === 'bytes' ? formatBytes(done) : countOf(done, unit === 'files' ? 'file' : 'step')
  if (total === undefined || total === 0) return `${amount}${where}`
  const part = unit === 'bytes' ? formatPartOf(done, total) : amount
  return `${formatPercent(Math.min(1, done / total))}, ${part}${where}`
}
