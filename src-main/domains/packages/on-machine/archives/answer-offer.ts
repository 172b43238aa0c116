import { mkdir, rm } from 'node:fs/promises'
import { readOffers } from '../../../../tools/apt/apt-cache.ts'
import { aptArchives, downloadVersions } from '../../../../tools/apt/apt-archives.ts'
import { canReadSources } from '../../../../tools/apt/apt-get.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { answer, type AnswerContext } from '../../../../machine/machine.ts'
import { keyOf, nameToApt, type Archive, type PackageVersion } from '../../model.ts'
import { offerPackages } from '../../verbs.ts'
import { archiveTransfers, withFetchFolder } from './archive-folders.ts'
import { takeArchives } from './place-archives.ts'

const { sendFolder } = archiveTransfers

/** What apt has kept, else what its sources give. A file that is not what the other laptop needs is of no use there. */
export const answerOffer = answer(offerPackages, async ({ archives }, context) => {
  const { signal } = context
  await rm(sendFolder, { recursive: true, force: true })
  if (archives.length === 0) return { paths: [] }
  await mkdir(sendFolder, { recursive: true, mode: 0o700 })
  const { taken: kept } = await takeArchives(archives, aptArchives, sendFolder, signal)
  const open = archives.filter((one) => !kept.includes(one))
  const fetched = open.length === 0 ? [] : await fetch(open, context)
  return { paths: [...kept, ...fetched].map(({ fileName }) => fileName) }
})

async function fetch(archives: readonly Archive[], { signal, report }: AnswerContext): Promise<readonly Archive[]> {
  const words = await wordsOfKnown(archives, { signal })
  if (words.length === 0) return []
  const total = archives.reduce((sum, { bytes }) => sum + bytes, 0)
  const onShare = (share: number): void => report({ done: Math.round(share * total), total, unit: 'bytes' })
  const fetched: Archive[] = []
  await withFetchFolder(
    async (folder) => {
      await downloadVersions({ words, view: { kind: 'own' }, folder, retries: 1, onShare }, { signal })
      fetched.push(...(await takeArchives(archives, folder, sendFolder, signal)).taken)
    },
    { signal },
  )
  return fetched
}

/** apt gets none of them if it does not know one. Where it cannot read its sources, it knows nothing. */
async function wordsOfKnown(archives: readonly Archive[], options: RunOptions): Promise<readonly string[]> {
  if (!(await canReadSources(options))) return []
  const nativeArch = nativeArchitectureOf(await listDpkgPackages(options))
  const versions = archives.map(({ name, arch, version }): PackageVersion => {
    return { name, arch: arch === 'all' ? nativeArch : arch, version }
  })
  const offers = await readOffers(versions.map(keyOf), { kind: 'own' }, options)
  return versions
    .filter((one) => offers.get(nameToApt(one, nativeArch))?.versions.includes(one.version) === true)
    .map((one) => `${keyOf(one)}=${one.version}`)
}
