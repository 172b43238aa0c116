import type { Capture, PackageAction } from '../../model.ts'

/** What is removed, though pc-switcher or the system needs it: the receiver refuses that. */
export function neededInRepairs(repairs: readonly PackageAction[], from: Capture, to: Capture): readonly string[] {
  const essential = to.packages.filter((one) => one.essential).map(({ name }) => name)
  const needed = new Set([...from.own, ...to.own, ...essential])
  return repairs.filter(({ act, name }) => act === 'remove' && needed.has(name)).map(({ name }) => name)
}
