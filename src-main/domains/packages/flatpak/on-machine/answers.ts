import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { type Answer, answer } from '../../../../machine/machine.ts'
import { packFlatpaks } from '../../../../tools/flatpak/flatpak-changes.ts'
import { isOstreeInstalled, makeRepository, packCommit } from '../../../../tools/flatpak/ostree.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Flatpak } from '../model.ts'
import { packFlatpakRefs, receiveFlatpaks } from '../verbs.ts'
import { answerApply } from './answer-apply.ts'
import { answerCapture, answerDates, captureHere } from './answer-capture.ts'
import { nameHead, nameHeads, packedIn, flatpakTransfers } from './packed-repository.ts'

const { sendFolder, receiveFolder } = flatpakTransfers

const answerPack = answer(packFlatpakRefs, async ({ refs }, { signal }) => {
  await rm(sendFolder, { recursive: true, force: true })
  if (refs.length === 0) return { paths: [], failures: [] }
  await mkdir(sendFolder, { recursive: true, mode: 0o700 })
  await packRefs(refs, sendFolder, { signal })
  return { paths: [...(await listBelow(sendFolder))] }
})

const answerReceive = answer(receiveFlatpaks, async () => {
  await rm(receiveFolder, { recursive: true, force: true })
  await mkdir(receiveFolder, { recursive: true, mode: 0o700 })
  return {}
})

/** Folders before what is in them. */
async function listBelow(folder: string): Promise<readonly BytePath[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
  return paths.sort().map((one) => bytePathFromBuffer(Buffer.from(one)))
}

export const flatpakAnswers: readonly Answer[] = [answerCapture, answerDates, answerPack, answerReceive, answerApply]

/**
 * Into the repository below `folder`, with the runtimes that they need. flatpak(1) packs what is of a remote with a collection, and
 * its translations with it; the rest is packed by its commit, signed as it came, and without those.
 */
async function packRefs(refs: readonly string[], folder: string, options: RunOptions): Promise<void> {
  const { flatpaks, remotes } = await captureHere(options)
  const here = new Map(flatpaks.map((one) => [one.ref, one]))
  const wanted = refs.flatMap((ref) => here.get(ref) ?? [])
  const needed = wanted.flatMap(({ runtime }) => here.get(runtime) ?? [])
  const hasCollection = ({ origin }: Flatpak) =>
    remotes.some(({ name, collection }) => name === origin && collection !== '')
  const all = [...new Set([...wanted, ...needed])]
  await packTogether(
    all.filter(hasCollection).map(({ ref }) => ref),
    folder,
    options,
  )
  const repository = packedIn(folder)
  await nameHeads(repository)
  const others = all.filter((one) => !hasCollection(one))
  if (others.length > 0 && isOstreeInstalled()) await packByCommit(others, repository, options)
}

/** Which is fastest; one by one where any of them cannot be packed. */
async function packTogether(refs: readonly string[], folder: string, options: RunOptions): Promise<void> {
  if (refs.length === 0) return
  const { isDone } = await packFlatpaks(folder, refs, options)
  if (!isDone) for (const ref of refs) await packFlatpaks(folder, [ref], options)
}

async function packByCommit(flatpaks: readonly Flatpak[], repository: string, options: RunOptions): Promise<void> {
  if (!existsSync(path.join(repository, 'config'))) {
    await mkdir(repository, { recursive: true, mode: 0o700 })
    const { isDone } = await makeRepository(repository, options)
    if (!isDone) return
  }
  for (const { ref, commit } of flatpaks) {
    const { isDone } = await packCommit(repository, commit, options)
    if (isDone) await nameHead(repository, ref, commit)
  }
}
