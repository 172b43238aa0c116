/** What is said of programs that no package manager knows. */
import type { ProgramKind } from '../../../../contract/packages-others.ts'
import { countOf } from '../../../../kernel/units.ts'
import { onlyOnText } from '../../on-pair/told/texts.ts'
import type { OnlyOnOne } from '../../on-pair/told/told-step.ts'
import type { Program } from '../model.ts'

const programs = (count: number): string => countOf(count, 'program')

export const title = 'Installed without a package manager'
export const inPlan = (count: number): string => `${programs(count)} installed by hand not copied`
export const summaryOf = (count: number, from: string, to: string): string =>
  `${programs(count)} on ${from} that ${to} does not get`
export const titleInHomes = 'Programs in home folders'
export const summaryInHomes = (count: number, from: string): string =>
  `${programs(count)} only on ${from}, in home folders`

/** Of one outside of home folders. */
const details: Readonly<Record<ProgramKind, string>> = {
  file: 'Install it there by hand',
  npm: 'Install it there with npm',
  pip: 'Install it there with pip',
  pipx: 'Install it there with pipx',
  cargo: 'Install it there with cargo',
  brew: 'Install it there with Homebrew',
  appimage: 'Copy it there by hand',
}
export const detail = (by: ProgramKind): string => details[by]
export const detailInHome = 'Copied with its home folder, unless a rule leaves it out'
export const kinds: Readonly<Record<ProgramKind, string>> = {
  ...{ file: 'file', npm: 'npm', pip: 'pip', pipx: 'pipx', cargo: 'cargo', brew: 'Homebrew', appimage: 'AppImage' },
}
export const nothingDone = (label: string): string => `Nothing installed by hand was changed on ${label}`

const byHand = ({ length }: readonly Program[]): string => programs(length)
export const what = (all: readonly Program[]): string => `${byHand(all)} installed by hand`
export const proof = (compared: OnlyOnOne<Program>, from: string, to: string): string =>
  `${onlyOnText(compared, byHand, [from, to])}. What is in /opt, /usr/local and /usr/lib/node_modules is not copied`
