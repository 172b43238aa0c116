import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { answer } from '../../../../machine/machine.ts'
import { packFlatpaks } from '../../../../tools/flatpak/flatpak-changes.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { packFlatpakRefs, receiveFlatpaks } from '../verbs.ts'
import { flatpakTransfers } from './flatpak-transfers.ts'
import { listPacked, packedIn } from './packed-repository.ts'

const { sendFolder, receiveFolder } = flatpakTransfers

export const answerPack = answer(packFlatpakRefs, async ({ refs }, { signal }) => {
  await rm(sendFolder, { recursive: true, force: true })
  if (refs.length === 0) return { paths: [], failures: [] }
  await mkdir(sendFolder, { recursive: true, mode: 0o700 })
  await pack(refs, { signal })
  await nameHeads(packedIn(sendFolder))
  return { paths: [...(await listBelow(sendFolder))] }
})

export const answerReceive = answer(receiveFlatpaks, async () => {
  await rm(receiveFolder, { recursive: true, force: true })
  await mkdir(receiveFolder, { recursive: true, mode: 0o700 })
  return {}
})

/** Together, which is fastest; one by one where any of them cannot be packed. */
async function pack(refs: readonly string[], options: RunOptions): Promise<void> {
  const { isDone } = await packFlatpaks(sendFolder, refs, options)
  if (!isDone) for (const ref of refs) await packFlatpaks(sendFolder, [ref], options)
}

/** flatpak(1) packs for whom it is by collection, ostree(1) pulls by name; and goes by the summary where there is one. */
async function nameHeads(repository: string): Promise<void> {
  for (const name of ['summary', 'summary.sig']) await rm(path.join(repository, name), { force: true })
  for (const { collection, refs } of await listPacked(repository)) {
    for (const ref of refs) {
      const head = path.join(repository, 'refs/heads', ref)
      await mkdir(path.dirname(head), { recursive: true })
      await copyFile(path.join(repository, 'refs/mirrors', collection, ref), head)
    }
  }
}

/** Folders before what is in them. */
async function listBelow(folder: string): Promise<readonly BytePath[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
  return paths.sort().map((one) => bytePathFromBuffer(Buffer.from(one)))
}
