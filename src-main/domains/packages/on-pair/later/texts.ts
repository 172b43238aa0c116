/** What is said of what one switch alone leaves. */
import { formatCount } from '../../../../kernel/units.ts'

/** Of packages, as what each manager calls its own: "Snaps not in this switch". */
export const block = (label: string, what = 'Packages') =>
  [`${what} not in this switch`, `${label} keeps what it has. The plan after this switch offers them again`] as const

export const counted = (count: number): string => `${formatCount(count)} not in this switch`
