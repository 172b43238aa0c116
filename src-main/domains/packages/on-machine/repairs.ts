/** What puts broken dependencies right, and what that means for everything else that apt is asked then. */
import { hasBrokenDependencies } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { keyOf, type PackageAction } from '../model.ts'
import { aptAsker, needsMending, type Limits } from './simulate.ts'

/** Undefined where nothing is broken, or apt changes nothing for it. Throws AppError "packages-failed" where it finds no way. */
export async function findRepairs(
  nativeArch: string,
  view: AptView,
  options: RunOptions,
): Promise<readonly PackageAction[] | undefined> {
  if (!(await hasBrokenDependencies(options))) return undefined
  const outlook = await aptAsker(nativeArch, { ...view, repairs: true }, options)({ install: [], remove: [] })
  if (outlook.kind === 'impossible') throw needsMending(outlook.words)
  return outlook.actions.length === 0 ? undefined : outlook.actions
}

/** What they remove may go. What they change is not left alone: nothing at all would be possible. */
export function limitsWith(
  repairs: readonly PackageAction[],
  { remove, leave }: Omit<Limits, 'held'>,
): Omit<Limits, 'held'> {
  const changed = new Set(repairs.map(keyOf))
  const going = repairs.filter(({ act }) => act === 'remove').map(({ name, arch }) => ({ name, arch }))
  return { remove: [...remove, ...going], leave: leave.filter((one) => !changed.has(keyOf(one))) }
}

/** The part of `actions` that does what the repairs would do alone: what they remove may be updated instead. Never empty if `actions` is not. */
export function repairsAmong(
  repairs: readonly PackageAction[],
  actions: readonly PackageAction[],
): readonly PackageAction[] {
  const changed = new Set(repairs.map(keyOf))
  const among = actions.filter((one) => changed.has(keyOf(one)))
  return among.length > 0 ? among : actions
}
