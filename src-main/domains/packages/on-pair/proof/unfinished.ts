import type { Capture, PackageRef } from '../../model.ts'
import { dependentsOf } from '../not-set-up/tried-again.ts'
import { failedOn, type FailedPackage, type FailedState } from '../not-set-up/not-set-up.ts'
import * as texts from './texts.ts'

/** Of the target, as it is now. */
interface Open {
  readonly from: Capture
  readonly to: Capture
  readonly label: string
  readonly missing: readonly PackageRef[]
  readonly older: readonly PackageRef[]
  /** Agreed to be removed, and there. */
  readonly staying: readonly PackageRef[]
  readonly halfDone: readonly string[]
}

export interface Unfinished {
  readonly reasons: readonly (readonly [why: string, names: readonly string[]])[]
  readonly notes: readonly string[]
}

/** What differs because a script, or dpkg, kept it from being done, with what that has kept from being done. */
export function unfinishedOf({ from, to, label, missing, older, staying, halfDone }: Open): Unfinished {
  const open: Readonly<Record<FailedState, readonly string[]>> = {
    'not-installed': namesOf(missing),
    'not-updated': namesOf(older),
    'not-removed': namesOf(staying),
    'half-installed': halfDone,
    'half-removed': halfDone,
    'not-set-up': halfDone,
  }
  const failed = failedOn(to).filter(({ name, state }) => open[state].includes(name))
  const namesIn = (...states: readonly FailedState[]) =>
    failed.filter(({ state }) => states.includes(state)).map(({ name }) => name)
  const named = new Set(failed.map(({ name }) => name))
  const others = (refs: readonly PackageRef[]) => namesOf(refs).filter((name) => !named.has(name))
  const needing = dependentsOf(namesIn('not-installed', 'not-updated'), from)
  // dpkg removes nothing more after a removal that fails.
  const isHalted = namesIn('not-removed', 'half-removed').length > 0
  const { leftThere } = texts
  return {
    reasons: [
      [leftThere.notInstalled(label), namesIn('not-installed')],
      [leftThere.notUpdated(label), namesIn('not-updated')],
      [leftThere.notRemoved(label), namesIn('not-removed')],
      [leftThere.halfInstalled(label), namesIn('half-installed')],
      [leftThere.halfRemoved(label), namesIn('half-removed')],
      [leftThere.notSetUp(label), namesIn('not-set-up')],
      [leftThere.needsFailed(label), others([...missing, ...older]).filter((name) => needing.has(name))],
      [leftThere.notRemovedEither(label), isHalted ? others(staying) : []],
    ],
    notes: failed.map((one: FailedPackage) => texts.unfinished(one, label)),
  }
}

function namesOf(packages: readonly PackageRef[]): readonly string[] {
  return packages.map(({ name }) => name)
}
