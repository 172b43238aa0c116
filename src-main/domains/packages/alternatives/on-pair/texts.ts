/** What is said of default programs. */
import { countOf } from '../../../../kernel/units.ts'

export const programs = (count: number): string => countOf(count, 'default program')

export const title = 'Default programs'
/** Empty when there is nothing to say. */
export const summary = (set: number, asked: number): string =>
  [...(set > 0 ? [`${programs(set)} to set`] : []), ...(asked > 0 ? [`${programs(asked)} to decide`] : [])].join(', ')
export const summaryOf = (count: number, label: string): string => `${programs(count)} to set on ${label}`
const chosenByItself = 'chosen automatically'
/** `path`: absent where it follows what is installed. `there`: what was set by hand before. */
export const detail = (path: string | undefined, there: string | undefined): string =>
  there === undefined ? (path ?? chosenByItself) : `${there} → ${path ?? chosenByItself}`
export const question = {
  reason: (
    from: { readonly label: string; readonly path: string | undefined },
    to: { readonly label: string; readonly path: string },
  ): string => `${from.label}: ${from.path ?? chosenByItself} · ${to.label}: ${to.path}, set by hand`,
  keep: (label: string) => ({
    label: `Keep ${label}'s`,
    word: 'Keep',
    effect: `${label} keeps the program that was set there.`,
  }),
  use: (from: string, to: string) => ({
    label: `Use ${from}'s`,
    word: 'Use',
    effect: `Set on ${to} as on ${from}, if it is installed there.`,
  }),
  reset: (from: string, to: string) => ({
    label: 'Choose automatically',
    word: 'Automatic',
    effect: `No longer set by hand on ${to}, as on ${from}. The program there may be another one than on ${from}.`,
  }),
  keepAlways: (label: string): string =>
    `${label} keeps the program that was set there. Each laptop keeps its own. Not asked about again.`,
} as const
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
export const nowReset = (name: string): string => `The default program ${name} would now follow what is installed.`
export const newQuestion = (name: string): string => `The default program ${name} is a new question.`
export const goneQuestion = (name: string): string => `The default program ${name} is no longer a question.`
