/** What may be removed from the target, for the person to decide. */
import { keyOf, type Capture, type PackageVersion, type SimulationAnswer } from '../model.ts'
import { isTriedAgain, type FailedPackage } from './not-set-up/not-set-up.ts'
import type { PackagesPlan } from './packages-plan.ts'
import type { RuledPackages } from './rules/ruled.ts'

export interface Captures {
  readonly from: Capture
  readonly to: Capture
  /** With which the last run was not done, on `to`. */
  readonly failedThere: readonly FailedPackage[]
}

/** Without what the source does not have either. */
export function failedOnBoth({ from, to, failedThere }: Captures): ReadonlyMap<PackageVersion, FailedPackage> {
  const here = new Set(from.packages.map(keyOf))
  const failed = new Map(failedThere.map((one) => [one.name, one]))
  return new Map(
    to.packages.flatMap((one) => {
      const found = failed.get(one.name)
      return found === undefined || !here.has(keyOf(one)) ? [] : [[one, found] as const]
    }),
  )
}

export function mayBeRemoved(one: PackageVersion, to: Capture): boolean {
  const known = to.packages.find((other) => keyOf(other) === keyOf(one))
  return known !== undefined && !known.essential
}

/** Only removals that apt can do and that take along nothing which the source has too, or which is ours or to stay. */
export function askable(
  simulation: SimulationAnswer,
  { ruled, ...captured }: Captures & { readonly ruled: RuledPackages },
): PackagesPlan['removals'] {
  const { from, to, failedThere } = captured
  const own = new Set([...from.own, ...to.own])
  const failed = new Map([...failedOnBoth(captured)].map(([one, found]) => [keyOf(one), found]))
  const stayed = new Map(failedThere.filter(({ state }) => !isTriedAgain(state)).map((one) => [one.name, one]))
  const mine = from.packages.filter((one) => !failed.has(keyOf(one)))
  const staying = new Set([...mine, ...ruled.apart, ...ruled.both, ...ruled.never].map(keyOf))
  const present = new Map(to.packages.map((one) => [keyOf(one), one]))
  return simulation.removals.flatMap(({ asked, actions }) => {
    const known = present.get(keyOf(asked))
    const removed = actions.filter(({ act }) => act === 'remove')
    const isSafe = removed.every((action) => !own.has(action.name) && !staying.has(keyOf(action)))
    if (known === undefined || removed.length === 0 || !isSafe) return []
    const bytes = Object.fromEntries(removed.map((one) => [keyOf(one), present.get(keyOf(one))?.installedBytes ?? 0]))
    const facts = {
      summary: known.summary,
      auto: known.auto,
      bytes,
      ...(known.hold ? ({ isHeld: true } as const) : {}),
    }
    const removal = { asked: { ...asked, version: known.version }, actions, facts }
    return [{ ...removal, ...ofFailure(failed.get(keyOf(asked)), stayed.get(asked.name)) }]
  })
}

function ofFailure(onBoth: FailedPackage | undefined, onlyThere: FailedPackage | undefined) {
  if (onBoth !== undefined) return { failedWith: onBoth.words, failedState: onBoth.state }
  if (onlyThere === undefined) return {}
  return { stayed: { state: onlyThere.state, words: onlyThere.words } }
}
