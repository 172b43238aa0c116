/** What is said of files of packages that somebody diverted. */
import { countOf } from '../../../../kernel/units.ts'

const diversions = (count: number): string => countOf(count, 'diversion')

export const title = 'Diverted files of packages'
export const inPlan = (count: number): string => `${diversions(count)} not copied`
export const summaryOf = (count: number, from: string, to: string): string =>
  `${diversions(count)} of dpkg-divert on ${from} that ${to} does not have`
export const detail = (to: string): string =>
  `Stands at ${to}. Run dpkg-divert there by hand, if its reason holds there`
export const nothingDone = (label: string): string => `No diversion was changed on ${label}`
export const what = (count: number): string => `${diversions(count)} of dpkg-divert`
export const shown = (path: string, to: string): string => `${path} → ${to}`

export function proof(
  { here, there }: { readonly here: number; readonly there: number },
  from: string,
  to: string,
): string {
  const sides = [
    ...(here > 0 ? [`${diversions(here)} only on ${from}`] : []),
    ...(there > 0 ? [`${diversions(there)} only on ${to}`] : []),
  ]
  return `${sides.join(', ')}. Diversions are not copied`
}
