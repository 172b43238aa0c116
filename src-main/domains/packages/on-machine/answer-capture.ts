import { readAutomaticPackages } from '../../../tools/apt-extended-states.ts'
import {
  listDpkgPackages,
  nativeArchitectureOf,
  readArchitectures,
  type DpkgPackage,
} from '../../../tools/dpkg-query.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { answer } from '../../../machine/machine.ts'
import { keyOf, type Capture, type InstalledPackage } from '../model.ts'
import { ownPackages } from '../never-compared.ts'
import { capturePackages } from '../verbs.ts'
import { readHealth } from './read-health.ts'
import { readUnits } from './read-units.ts'

export const answerCapture = answer(capturePackages, (_input, { signal }) => capture({ signal }))

export async function capture(options: RunOptions): Promise<Capture> {
  const [known, automatic, units] = await Promise.all([
    listDpkgPackages(options),
    readAutomaticPackages(),
    readUnits(options),
  ])
  const nativeArch = nativeArchitectureOf(known)
  const [health, architectures] = await Promise.all([readHealth(known, options), readArchitectures(nativeArch)])
  return {
    nativeArch,
    architectures: [...architectures],
    ...describePackages(known, automatic, nativeArch),
    units,
    health,
  }
}

/** Only what is there, wholly or half; a package of which only the configuration is left is not. */
export function describePackages(
  known: readonly DpkgPackage[],
  automatic: ReadonlySet<string>,
  nativeArch: string,
): Pick<Capture, 'packages' | 'own'> {
  const present = known.filter(isPresent)
  const resolve = resolver(present)
  const packages = present.map((entry): InstalledPackage => {
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
  return { packages, own: findOwn(packages) }
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
function findOwn(packages: readonly InstalledPackage[]): string[] {
  const products = packages.filter(({ name }) => name === 'pc-switcher' || name.startsWith('pc-switcher-'))
  return [...new Set([...ownPackages, ...products.flatMap(({ name, needs }) => [name, ...needs])])].sort()
}
