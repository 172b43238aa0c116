/** What is said of files of packages that somebody diverted. */
import { countOf } from '../../../../kernel/units.ts'
import { onlyOnText } from '../../on-pair/told/texts.ts'
import type { OnlyOnOne } from '../../on-pair/told/told-step.ts'
import type { Diversion } from '../verbs.ts'

type Diversions = readonly Diversion[]

const diversions = ({ length }: Diversions): string => countOf(length, 'diversion')

export const title = 'Diverted files of packages'
export const inPlan = (all: Diversions): string => `${diversions(all)} not copied`
export const summaryOf = (all: Diversions, from: string, to: string): string =>
  `${diversions(all)} of dpkg-divert on ${from} that ${to} does not have`
export const detail = (to: string): string => `Set to ${to}. If you need it there too, run dpkg-divert`
export const nothingDone = (label: string): string => `No diversion was changed on ${label}`
export const what = (all: Diversions): string => `${diversions(all)} of dpkg-divert`
export const shown = (path: string, to: string): string => `${path} → ${to}`

export const proof = (compared: OnlyOnOne<Diversion>, from: string, to: string): string =>
  `${onlyOnText(compared, diversions, [from, to])}. Diversions are not copied`
