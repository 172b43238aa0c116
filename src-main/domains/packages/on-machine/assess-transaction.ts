import type { AppError } from '../../../kernel/app-error.ts'
import { changesHeld, refusalOf } from '../../../tools/apt/apt-get.ts'
import { failuresIn } from '../../../tools/apt/dpkg-output.ts'
import { listDpkgPackages, type DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DetachedOutcome } from '../../../tools/systemd/detached-unit.ts'
import type { PackageAction, PackageRef } from '../model.ts'
import { packagesMessages } from '../messages.ts'
import { isPresent } from './read-health.ts'

export interface Undone {
  /** Of which a script, or dpkg, said why. */
  readonly failed: readonly PackageAction[]
  /** What they kept from being done. */
  readonly others: readonly PackageAction[]
}

/**
 * apt ends with 100 although its own work succeeded if a package is half-configured: dpkg's list tells what was done. `before`: names
 * of those that failed in an earlier run of the same transaction. Throws AppError where nothing says why something was not done.
 */
export async function assessTransaction(
  actions: readonly PackageAction[],
  { outcome, before }: { readonly outcome: DetachedOutcome; readonly before: ReadonlySet<string> },
  options: RunOptions,
): Promise<Undone> {
  const undone = await undoneOf(actions, options)
  const names = new Set(failuresIn(outcome.output).map(({ name }) => name))
  if (names.size > before.size) refuseUnfinished(outcome)
  const failed = undone.filter(({ name }) => names.has(name))
  const others = undone.filter(({ name }) => !names.has(name))
  const isNew = failed.some(({ name }) => !before.has(name))
  // dpkg removes nothing more after a removal that fails.
  const isHalted = failed.some(isRemoval) && others.every(isRemoval)
  if (others.length > 0 && !isNew && !isHalted) throw whyNot(others, outcome)
  return { failed, others }
}

/** Of these, what dpkg's list does not have as it was to be. */
export async function undoneOf(
  actions: readonly PackageAction[],
  options: RunOptions,
): Promise<readonly PackageAction[]> {
  const known = await listDpkgPackages(options)
  return actions.filter((action) => !isDone(action, known))
}

function isRemoval({ act }: PackageAction): boolean {
  return act === 'remove'
}

/** A package of every architecture is named with the machine's own. */
export function isOf({ name, arch }: PackageRef, known: DpkgPackage): boolean {
  return known.name === name && ['all', arch].includes(known.architecture)
}

function isDone(action: PackageAction, known: readonly DpkgPackage[]): boolean {
  const same = known.filter((one) => isOf(action, one))
  if (action.act === 'remove') return !same.some(isPresent)
  return same.some(({ version, statusAbbrev }) => version === action.version && statusAbbrev.charAt(1) === 'i')
}

/** What did not come to its end by itself is gone on with; what was in its way has to go first. */
export function refuseUnfinished(outcome: DetachedOutcome): void {
  const known = refusalOf(outcome.output)
  if (known !== undefined) throw known
  if (outcome.kind === 'torn') throw packagesMessages.interrupted({}, { details: outcome.output.slice(-4_000) })
}

function whyNot(missing: readonly PackageAction[], outcome: DetachedOutcome): AppError {
  const unagreed = /^pc-switcher: not agreed: .*$/m.exec(outcome.output)?.[0]
  if (unagreed !== undefined) {
    return packagesMessages.stoppedByGate({}, { details: unagreed })
  }
  const known = refusalOf(outcome.output)
  if (known !== undefined) return known
  if (changesHeld(outcome.output)) return packagesMessages.heldSince({}, { details: outcome.output.slice(-4_000) })
  const circumstances = { details: outcome.output.slice(-4_000) }
  if (outcome.kind === 'torn') return packagesMessages.interrupted({}, circumstances)
  return packagesMessages.notFinished({ names: missing.map(({ name }) => name) }, circumstances)
}
