import { randomBytes } from 'node:crypto'
import { isoNow, type Clock } from '../kernel/clock.ts'

/** Of a plan or a switch. Sorts by time and is unique: "20261120T075301123Z-5f3a9c". */
export function newId(clock: Clock): string {
  return `${isoNow(clock).replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
}
