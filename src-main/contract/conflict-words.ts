/** What clients say of conflict files. `textOf` makes text of a path, which a page and a terminal do in their own ways. */
import { formatCount } from '../kernel/units.ts'
import type { LaptopStatus } from './overview-calls.ts'
import type { Conflict, DecidedConflict } from './conflicts-calls.ts'

type TextOf = (path: string) => string

/** Below the home, as a person has it. */
export const inHomeText = (path: string, textOf: TextOf): string => `~/${textOf(path)}`

/** How many files, not how many versions. */
export function conflictsTitle(conflicts: readonly Pick<Conflict, 'file'>[]): string {
  return inConflictTitle(new Set(conflicts.map(({ file }) => file)).size)
}

/** Syncthing soon has the same on both laptops: what one of them has alone is not counted twice. */
export function mostInConflict(laptops: readonly (LaptopStatus | undefined)[]): number {
  return Math.max(0, ...laptops.map((laptop) => laptop?.facts?.conflicts ?? 0))
}

export function inConflictTitle(files: number): string {
  if (files === 0) return 'No file is in conflict'
  return files === 1 ? 'One file is in conflict' : `${formatCount(files)} files are in conflict`
}

export const contentsTexts: Readonly<Record<Conflict['contents'], string>> = {
  same: 'Both have the same contents.',
  differ: '',
  'not-compared': 'Whether both have the same contents was not read: they are large, or belong to another account.',
}

/** `on`: the laptop, where it is not clear which. */
export function decidedText({ file, outcome }: DecidedConflict, on: string, textOf: TextOf): string {
  const name = inHomeText(file, textOf)
  const where = on === '' ? '' : ` on ${on}`
  if (outcome.kind === 'left') return `${name} stays as it is${where}. ${outcome.why}`
  const [as] = outcome.as
  if (as === undefined) return `${name} is kept, and the copy is gone${where}.`
  if (as === file) return `${name} is now what the copy was${where}.`
  return `${name} is kept, and the copy is now “${textOf(as.slice(as.lastIndexOf('/') + 1))}”${where}.`
}

export const goneText = (count: number): string =>
  count === 1
    ? 'One has changed since it was listed, and stays as it is.'
    : `${count} have changed since they were listed, and stay as they are.`

export const carriedText = (laptops: string): string => `Syncthing brings this to ${laptops}.`

export const notAskedText = (laptops: string): string =>
  `${laptops} can't be reached: decide there too, or here once it can be reached.`
