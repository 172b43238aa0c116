import { assertNever } from '../../../../kernel/assert-never.ts'
import type { Capture, Health, InstalledPackage, PackageRef } from '../../model.ts'

/** What became of a package with which the last run was not done; all but the first and the last of those that are there. */
export const failedStates = [
  'not-installed',
  'not-updated',
  'not-removed',
  'half-installed',
  'half-removed',
  'not-set-up',
] as const
export type FailedState = (typeof failedStates)[number]

export interface FailedPackage {
  readonly name: string
  readonly state: FailedState
  /** What its script, or dpkg, said last; may be empty. */
  readonly words: string
}

/** The last run has tried them, and dpkg said why not. What was only broken off is not among them, but for what is half removed. */
export function failedOn({ health, packages, failed }: Capture): readonly FailedPackage[] {
  const there = new Map(packages.map((one) => [one.name, one]))
  const words = health.kind === 'half-done' ? health.words : {}
  const halfDone = Object.entries(words).map(([name, said]): FailedPackage => ({
    name,
    state: halfDoneState(there.get(name)),
    words: said,
  }))
  const told = new Set(Object.keys(words))
  const halfRemoved = packages.filter((one) => one.halfRemoved === true && !told.has(one.name))
  return [
    ...halfDone,
    ...halfRemoved.map(({ name }): FailedPackage => ({ name, state: 'half-removed', words: '' })),
    ...failed.map(({ name, during, words: said }): FailedPackage => {
      const state = during === 'remove' ? 'not-removed' : there.has(name) ? 'not-updated' : 'not-installed'
      return { name, state, words: said }
    }),
  ]
}

function halfDoneState(one: InstalledPackage | undefined): FailedState {
  if (one?.halfRemoved === true) return 'half-removed'
  return one?.torn === true ? 'half-installed' : 'not-set-up'
}

/** Whether it is tried again by itself, as the source has it: what was to go is removed only on the person's word. */
export function isTriedAgain(state: FailedState): boolean {
  switch (state) {
    case 'not-installed':
    case 'not-updated':
    case 'half-installed':
    case 'not-set-up':
      return true
    case 'not-removed':
    case 'half-removed':
      return false
    default:
      return assertNever(state)
  }
}

/** As it is without what the person wants to be left so. */
export function healthWithout(health: Health, left: readonly PackageRef[]): Health {
  if (health.kind !== 'half-done' || left.length === 0) return health
  const names = new Set(left.map(({ name }) => name))
  const packages = health.packages.filter((name) => !names.has(name))
  if (packages.length === 0) return { kind: 'healthy' }
  return {
    ...health,
    packages,
    words: Object.fromEntries(Object.entries(health.words).filter(([name]) => !names.has(name))),
  }
}
