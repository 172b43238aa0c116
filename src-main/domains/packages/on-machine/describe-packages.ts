import type { HardwareFiles } from '../../../tools/apt/dpkg-files.ts'
import type { DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import { keyOf, type InstalledPackage, type PackageRef } from '../model.ts'
import { ownPackages } from '../never-compared.ts'
import { isHalfRemoved, isHeld, isPresent, isTorn } from './read-health.ts'

/** What dpkg's own list does not tell. */
interface Marked {
  /** Keys of packages. */
  readonly automatic: ReadonlySet<string>
  readonly hardwareFiles: ReadonlyMap<string, HardwareFiles>
}

/** Installed or half-installed packages, not those with only their configuration left. */
export function describePackages(
  known: readonly DpkgPackage[],
  { automatic, hardwareFiles }: Marked,
  nativeArch: string,
): InstalledPackage[] {
  const present = known.filter(isPresent)
  const resolve = resolver(present)
  return present.map((entry) => {
    const arch = entry.architecture === 'all' ? nativeArch : entry.architecture
    const brings = hardwareFiles.get(entry.name) ?? (entry.namesDevices ? 'driver' : undefined)
    return {
      name: entry.name,
      arch,
      version: entry.version,
      auto: automatic.has(keyOf({ name: entry.name, arch })),
      torn: isTorn(entry) && !isHalfRemoved(entry),
      ...(isHalfRemoved(entry) ? { halfRemoved: true } : {}),
      hold: isHeld(entry),
      essential: entry.essential,
      needs: resolve(entry.needs),
      recommends: resolve(entry.recommends),
      ...(brings === undefined ? {} : { brings }),
      installedBytes: entry.installedBytes,
      summary: entry.summary,
    }
  })
}

/** On hold, and not installed. dpkg may not know yet which architecture such a one is of. */
export function describeHeldAbsent(known: readonly DpkgPackage[], nativeArch: string): PackageRef[] {
  return known
    .filter((entry) => isHeld(entry) && !isPresent(entry))
    .map(({ name, architecture }) => ({ name, arch: ['', 'all'].includes(architecture) ? nativeArch : architecture }))
}

/** Resolves names in dependencies to installed packages. */
function resolver(present: readonly DpkgPackage[]): (names: readonly string[]) => string[] {
  const providers = new Map<string, Set<string>>()
  for (const { name, provides } of present) {
    for (const provided of [name, ...provides])
      providers.set(provided, (providers.get(provided) ?? new Set()).add(name))
  }
  return (names) => [...new Set(names.flatMap((name) => [...(providers.get(name) ?? [])]))]
}

/** The product, its dependencies, and essential packages. */
export function findOwn(packages: readonly InstalledPackage[]): string[] {
  const products = packages.filter(({ name }) => name === 'pc-switcher' || name.startsWith('pc-switcher-'))
  return [...new Set([...ownPackages, ...products.flatMap(({ name, needs }) => [name, ...needs])])].sort()
}
