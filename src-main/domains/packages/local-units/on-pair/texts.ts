/** What is said of hand-written services. */
import { countOf } from '../../../../kernel/units.ts'
import { firstOf } from '../../on-pair/apps/texts.ts'

const services = (count: number): string => countOf(count, 'hand-written service')
const itsFile = (count: number): string => (count === 1 ? 'its file' : 'their files')

export const stepTitle = 'Services in /etc'
export const waitsFor = 'Starts after packages and /etc files'
export const inPlan = (count: number): string => (count === 0 ? 'No hand-written service to set' : services(count))
export const summaryOf = (label: string): string => `Services of /etc/systemd that will start automatically on ${label}`
export const withItsFile = (label: string): string =>
  `Starts when ${label} starts next, if its file is copied with /etc`
export const startsSince = (unit: string): string => `${unit} would now start automatically, too.`

export const ruledNotice = (names: readonly string[]) =>
  ({
    title: `${services(names.length)} left as you chose`,
    text: `${firstOf(names)}. To be asked again, remove the rule.`,
  }) as const

export const done = (count: number, label: string): string =>
  count === 0 ? `No hand-written service was changed on ${label}` : `${services(count)} changed on ${label}`

export const what = services
export const onlyOn =
  (here: string, there: string) =>
  (count: number): string =>
    `${services(count)} ${count === 1 ? 'starts' : 'start'} on ${here} alone: ${there} does not have ${itsFile(count)}, which you decide about under /etc`
export const ofLaptop = (count: number): string => `${services(count)} of each laptop's own`
