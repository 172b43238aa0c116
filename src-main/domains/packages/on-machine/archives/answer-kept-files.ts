import { aptArchives } from '../../../../tools/apt/apt-archives.ts'
import { readOrigins } from '../../../../tools/apt/apt-cache.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { answer } from '../../../../machine/machine.ts'
import { keyOf, nameToApt, type PackageVersion } from '../../model.ts'
import { findKeptFiles } from '../../verbs.ts'
import { addressOfOrigin } from '../answer-sources.ts'
import { isHalfDone } from '../read-health.ts'
import { readKnownSources } from '../read-sources.ts'
import { readPackageFile } from './package-files.ts'

export const answerKeptFiles = answer(findKeptFiles, async ({ packages }, { signal }) => {
  const known = await listDpkgPackages({ signal })
  const nativeArch = nativeArchitectureOf(known)
  const files = []
  const absent = []
  for (const one of await withoutOffered(packages, nativeArch, { signal })) {
    const isThis = ({ architecture }: { readonly architecture: string }) =>
      architecture === one.arch || (architecture === 'all' && one.arch === nativeArch)
    const entry = known.find((each) => each.name === one.name && each.version === one.version && isThis(each))
    if (entry === undefined || isHalfDone(entry)) continue
    const file = await readPackageFile({ ...one, arch: entry.architecture }, aptArchives, { signal })
    if (files.length === mostFiles) break
    if (file === undefined) absent.push({ name: one.name, arch: one.arch })
    else files.push(file)
  }
  return { files, absent }
})

const mostFiles = 30

/** Without those versions that a source offers which the other laptop has, or could have. */
async function withoutOffered(
  packages: readonly PackageVersion[],
  nativeArch: string,
  options: RunOptions,
): Promise<readonly PackageVersion[]> {
  const [origins, { known }] = await Promise.all([readOrigins(packages.map(keyOf), options), readKnownSources(options)])
  const usual = new Set(
    known.flatMap(({ source, addresses }) => (source.hindrance === undefined ? [...addresses.keys()] : [])),
  )
  return packages.filter((one) => {
    const places = origins.get(nameToApt(one, nativeArch))?.get(one.version) ?? []
    return !places.some((place) => usual.has(addressOfOrigin(place)))
  })
}
