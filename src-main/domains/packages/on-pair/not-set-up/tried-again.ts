import { z } from 'zod'
import { keyOf, packageVersionSchema, type Capture, type PackageVersion } from '../../model.ts'
import type { CaptureComparison } from '../compare-captures.ts'
import { failedStates, type FailedPackage } from './not-set-up.ts'

/** With which the last run was not done, and which is tried again unless the person leaves it. */
export const triedAgainSchema = z.object({
  /** In the version that is to come; of what is there, in that one. */
  asked: packageVersionSchema,
  state: z.enum(failedStates),
  /** The last of its script, or dpkg's. */
  words: z.string(),
  /** Keys of what is not brought without it: itself, what needs it, and what only these need. */
  goes: z.array(z.string()),
})
export type TriedAgain = z.infer<typeof triedAgainSchema>

interface Known {
  readonly from: Capture
  readonly failed: readonly FailedPackage[]
  readonly accepted: readonly PackageVersion[]
  readonly comparison: CaptureComparison
  /** Keys of what cannot be brought. */
  readonly rejected: ReadonlySet<string>
}

/** Those that are not there. `compare` by what is not brought. */
export function failedInstalls(
  { from, failed, accepted, comparison, rejected }: Known,
  compare: (without: ReadonlySet<string>) => CaptureComparison,
): readonly TriedAgain[] {
  const wanted = [...comparison.missing, ...comparison.older]
  return failed.flatMap(({ name, state, words }) => {
    const asked = accepted.find((one) => one.name === name)
    if (state !== 'not-installed' || asked === undefined) return []
    const needing = dependentsOf([name], from)
    const going = wanted.filter((one) => one.name === name || needing.has(one.name)).map(keyOf)
    const others = new Set(compare(new Set([...rejected, ...going])).missing.map(keyOf))
    const along = comparison.missing.map(keyOf).filter((key) => !others.has(key))
    return [{ asked, state, words, goes: [...new Set([...going, ...along])] }]
  })
}

/** Those that both laptops have, without those of which a removal is asked: `removals` has their keys. */
export function failedAndStaying(
  failed: ReadonlyMap<PackageVersion, FailedPackage>,
  removals: ReadonlySet<string>,
): readonly TriedAgain[] {
  return [...failed].flatMap(([{ name, arch, version }, { state, words }]) => {
    const asked = { name, arch, version }
    return removals.has(keyOf(asked)) || !mayBeLeft(state) ? [] : [{ asked, state, words, goes: [keyOf(asked)] }]
  })
}

/** What is torn has to be installed again: apt refuses to do without. */
export function mayBeLeft(state: TriedAgain['state']): boolean {
  return state === 'not-set-up' || state === 'not-updated' || state === 'not-installed'
}

/** By name, of what is installed and needs one of these, or needs what needs one. */
export function dependentsOf(names: readonly string[], { packages }: Pick<Capture, 'packages'>): ReadonlySet<string> {
  const found = new Set<string>()
  for (let open = new Set(names); open.size > 0;) {
    const next = packages.filter(({ name, needs }) => !found.has(name) && needs.some((need) => open.has(need)))
    open = new Set(next.map(({ name }) => name))
    for (const name of open) found.add(name)
  }
  return found
}
