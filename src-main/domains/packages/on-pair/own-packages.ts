/** What pc-switcher itself needs: each laptop keeps its own, and what differs is told. Pure. */
import { z } from 'zod'
import { keyOf, packageRefSchema, type Capture, type InstalledPackage, type PackageAction } from '../model.ts'
import { isOfHardware, onlyInstallsSnap } from '../never-compared.ts'

/** `how`: hold is of one of the two; only-here is the source. Whether it was installed by hand or for others is of no interest. */
export const ownDifferenceSchema = packageRefSchema.extend({
  how: z.enum(['version', 'hold', 'only-here', 'only-there']),
})
export type OwnDifference = z.infer<typeof ownDifferenceSchema>

/** Without what is told as of the hardware, or as what only installs a snap. */
export function compareOwn(from: Capture, to: Capture, own: ReadonlySet<string>): readonly OwnDifference[] {
  const isMeant = (one: InstalledPackage) => own.has(one.name) && !isOfHardware(one) && !onlyInstallsSnap(one)
  const [here = [], there = []] = [from, to].map(({ packages }) => packages.filter(isMeant))
  const others = new Map(there.map((one) => [keyOf(one), one]))
  const known = new Set(here.map(keyOf))
  const differing = here.flatMap((one) => {
    const how = differenceOf(one, others.get(keyOf(one)))
    return how === undefined ? [] : [{ name: one.name, arch: one.arch, how }]
  })
  const onlyThere = there.filter((one) => !known.has(keyOf(one)))
  return [...differing, ...onlyThere.map(({ name, arch }) => ({ name, arch, how: 'only-there' as const }))]
}

function differenceOf(one: InstalledPackage, other: InstalledPackage | undefined): OwnDifference['how'] | undefined {
  if (other === undefined) return 'only-here'
  if (one.version !== other.version) return 'version'
  return one.hold === other.hold ? undefined : 'hold'
}

/** Of these, what stays so: others may need one, or a newer version of it, and bring it along. */
export function ownStaying(own: readonly OwnDifference[], actions: readonly PackageAction[]): OwnDifference[] {
  const brought = new Set(actions.map(keyOf))
  return own.filter((one) => !brought.has(keyOf(one)))
}
