/** What is said of services that somebody set up past packages and systemctl. */
import { countOf } from '../../../../kernel/units.ts'
import type { OnlyOnOne } from '../../on-pair/told/told-step.ts'
import type { ScopedByHand } from '../model.ts'

type All = readonly ScopedByHand[]

/** "2 links and 1 file of services". */
function counted(all: All): string {
  const files = all.filter(({ entry }) => entry.kind === 'file').length
  const links = all.length - files
  const parts = [...(links > 0 ? [countOf(links, 'link')] : []), ...(files > 0 ? [countOf(files, 'file')] : [])]
  return `${parts.join(' and ')} of services`
}

export const title = 'Services set up by hand'
export const inPlan = (all: All): string => `${counted(all)} not copied`
export const summaryOf = (all: All, from: string, to: string): string =>
  `${counted(all)} on ${from} that ${to} does not get`
export const details = {
  link: 'Not made by systemctl enable. Make the link there by hand',
  lost: 'Leads to no unit, and starts nothing',
  file: 'Copy it there by hand',
} as const
export const nothingDone = (label: string): string => `No service set up by hand was changed on ${label}`
export const what = counted
export const leadsTo = (path: string, target: string): string => `${path} → ${target}`
export const lost = (link: string): string => `${link}, which leads to no unit`

export function proof({ onlyHere, onlyThere }: OnlyOnOne<ScopedByHand>, from: string, to: string): string {
  const sides = [
    ...(onlyHere.length > 0 ? [`${counted(onlyHere)} only on ${from}`] : []),
    ...(onlyThere.length > 0 ? [`${counted(onlyThere)} only on ${to}`] : []),
  ]
  return `${sides.join(', ')}. Links made by hand in /etc/systemd, and units in /usr/local, are not copied`
}
