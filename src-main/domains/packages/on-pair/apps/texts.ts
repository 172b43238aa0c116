/** What is said alike of the apps of every manager, and of where they come from. */
import { formatCount } from '../../../../kernel/units.ts'

/** `counted`: "2 snaps". */
export const keptNotice = (counted: string, names: readonly string[]) =>
  ({
    title: `${counted} ${names.length === 1 ? 'is' : 'are'} left as you chose`,
    text: `${firstOf(names)}. Each laptop keeps its own. To be asked again, remove the rule.`,
  }) as const

export const bothNotice = (
  counted: string,
  names: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
) =>
  ({
    title: `${counted} ${names.length === 1 ? 'is' : 'are'} to be on both laptops`,
    text: `${firstOf(names)}. What only ${to} has stays there, and the next switch to ${from} brings it. To be asked again, remove the rule.`,
  }) as const

export function firstOf(names: readonly string[]): string {
  return `${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${formatCount(names.length - 10)} more` : ''}`
}

/** `program`: "Flatpak", "snapd". */
export const missingProgram = (program: string, label: string) =>
  ({
    title: `${program} comes with the packages of this switch`,
    text: `${label} does not have it yet. Should its package not be installed, its apps are left out, and the proof says so.`,
  }) as const

export const leave = (label: string, effect: string) =>
  ({ label: 'Leave out', word: 'Leave out', effect: `${label} ${effect}` }) as const

/** Of whatever a laptop does not get. */
export const leaveAlways = { label: "Leave, don't ask again", word: 'Always leave' } as const
export const leaveAlwaysEffect = (label: string): string => `${label} stays without it. Not asked about again.`

export const removal = {
  keep: (label: string) => ({ label: `Keep on ${label}`, word: 'Keep', effect: `Stays on ${label}.` }),
  keepAlways: (pair: { readonly from: string; readonly to: string }): string =>
    `Stays on ${pair.to}. ${pair.from} does not get it. Not asked about again.`,
  remove: (label: string, effect: string) => ({ label: `Remove from ${label}`, word: 'Remove', effect }),
} as const

/** Something that is set for `name`, beside whether it is installed. */
export const settingOf = (name: string): string => `${name} (setting)`

/** What changed since the plan was answered, a sentence each. */
export const changed = {
  nowInstalled: (name: string): string => `${name} would now be installed, too.`,
  noLonger: (name: string): string => `${name} no longer needs to be installed.`,
  newQuestion: (name: string): string => `${name} is a new question.`,
  goneQuestion: (name: string): string => `${name} is no longer a question.`,
} as const
