/** Amounts of data in sums: GB with one decimal, small ones in MB and kB. */
import { formatGigabytes } from '../../src-main/kernel/units.ts'
import { texts } from './texts.ts'

export { formatGigabytes, formatPartOf, formatPercent, formatSpeed } from '../../src-main/kernel/units.ts'

/** "About 18.4 GB": at the beginning of a sentence. */
export function formatAboutGigabytes(bytes: number): string {
  return texts.about(formatGigabytes(bytes))
}
