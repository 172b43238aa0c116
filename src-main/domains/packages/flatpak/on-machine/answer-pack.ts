import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { answer } from '../../../../machine/machine.ts'
import { packFlatpakRefs, receiveFlatpaks } from '../verbs.ts'
import { flatpakTransfers } from './flatpak-transfers.ts'
import { packRefs } from './pack-refs.ts'

const { sendFolder, receiveFolder } = flatpakTransfers

export const answerPack = answer(packFlatpakRefs, async ({ refs }, { signal }) => {
  await rm(sendFolder, { recursive: true, force: true })
  if (refs.length === 0) return { paths: [], failures: [] }
  await mkdir(sendFolder, { recursive: true, mode: 0o700 })
  await packRefs(refs, sendFolder, { signal })
  return { paths: [...(await listBelow(sendFolder))] }
})

export const answerReceive = answer(receiveFlatpaks, async () => {
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
