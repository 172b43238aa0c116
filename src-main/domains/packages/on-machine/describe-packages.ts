import type { DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import { keyOf, type InstalledPackage } from '../model.ts'
import { ownPackages } from '../never-compared.ts'

/** Only what is there, wholly or half; a package of which only the configuration is left is not. */
export function describePackages(
  known: readonly DpkgPackage[],
  automatic: ReadonlySet<string>,
  nativeArch: string,
): InstalledPackage[] {
  const present = known.filter(isPresent)
  const resolve = resolver(present)
  return present.map((entry) => {
    const arch = entry.architecture === 'all' ? nativeArch : entry.architecture
    return {
      name: entry.name,
      arch,
      version: entry.version,
      auto: automatic.has(keyOf({ name: entry.name, arch })),
      hold: entry.statusAbbrev.startsWith('h'),
      essential: entry.essential,
      needs: resolve(entry.needs),
      recommends: resolve(entry.recommends),
    }
  })
}

function isPresent({ statusAbbrev, version }: DpkgPackage): boolean {
  return version !== '' && !['c', 'n'].includes(statusAbbrev.charAt(1))
}

/** Names as they stand in relations to names of installed packages. */
function resolver(present: readonly DpkgPackage[]): (names: readonly string[]) => string[] {
  const providers = new Map<string, Set<string>>()
  for (const { name, provides } of present) {
    for (const provided of [name, ...provides])
      providers.set(provided, (providers.get(provided) ?? new Set()).add(name))
  }
  return (names) => [...new Set(names.flatMap((name) => [...(providers.get(name) ?? [])]))]
}

/** The product, what its packages depend on, and what is always needed. */
export function findOwn(packages: readonly InstalledPackage[]): string[] {
  const products = packages.filter(({ name }) => name === 'pc-switcher' || name.startsWith('pc-switcher-'))
  return [...new Set([...ownPackages, ...products.flatMap(({ name, needs }) => [name, ...needs])])].sort()
}
