/** What is said of default programs. */
import { countOf } from '../../../../kernel/units.ts'

const programs = (count: number): string => countOf(count, 'default program')

export const title = 'Default programs'
export const inPlan = (count: number): string => `${programs(count)} to set`
export const summaryOf = (count: number, label: string): string => `${programs(count)} to set on ${label}`
/** `there`: what was set by hand before. */
export const detail = (path: string, there: string | undefined): string =>
  there === undefined ? path : `${there} → ${path}`
export const done = (count: number, label: string): string =>
  count === 0 ? `No default program to set on ${label}` : `${programs(count)} set on ${label}`
export const sameOnBoth = (count: number): string =>
  `${programs(count)} set by hand ${count === 1 ? 'is' : 'are'} the same`
export const left = {
  notOffered: (label: string): string => `not installed on ${label}`,
  onlyThere: (label: string): string => `set by hand on ${label} only`,
} as const
/** What changed since the plan was answered. */
export const changed = (name: string, path: string): string => `The default program ${name} would now be ${path}.`
