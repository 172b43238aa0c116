/** What is said of programs that no package manager knows. */
import { countOf } from '../../../../kernel/units.ts'

const programs = (count: number): string => countOf(count, 'program')

export const title = 'Installed past the package managers'
export const inPlan = (count: number): string => `${programs(count)} in /opt and /usr/local not copied`
export const summaryOf = (count: number, from: string, to: string): string =>
  `${programs(count)} on ${from} that ${to} does not get`
export const detail = 'Install it there by hand'
export const nothingDone = (label: string): string => `Nothing installed by hand was changed on ${label}`
export const what = (count: number): string => `${programs(count)} installed by hand`

export function proof(
  { here, there }: { readonly here: number; readonly there: number },
  from: string,
  to: string,
): string {
  const sides = [
    ...(here > 0 ? [`${programs(here)} only on ${from}`] : []),
    ...(there > 0 ? [`${programs(there)} only on ${to}`] : []),
  ]
  return `${sides.join(', ')}. What is in /opt and /usr/local is not copied`
}
