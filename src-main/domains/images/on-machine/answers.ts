/** How one machine answers about its VM images. */
import { lstat } from 'node:fs/promises'
import { answer, type Answer } from '../../../machine/machine.ts'
import { adoptImages, hashImages, listImages, prepareImages, rememberEqualImages } from '../verbs.ts'
import { hashImage } from './hash-images.ts'
import { fileOf, imagesFolder, readFileKey } from './image-folder.ts'
import { rememberEqual } from './image-memory.ts'
import { readImageList } from './list-images.ts'
import { adoptIncoming, prepareIncoming } from './receive-images.ts'

const answerList = answer(listImages, (_input, { host, signal }) => readImageList(host.stateFolder, { signal }))

const answerHash = answer(hashImages, async ({ names }, { host, signal, report }) => {
  const sizes = await Promise.all(names.map(async (name) => (await lstat(fileOf(imagesFolder, name))).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let done = 0
  const onBytes = (bytes: number): void => report({ done: (done += bytes), total, unit: 'bytes' })
  const hashes: { name: string; sha256: string }[] = []
  for (const name of names) {
    hashes.push({ name, sha256: await hashImage(name, { stateFolder: host.stateFolder, signal, onBytes }) })
  }
  return { hashes }
})

const answerPrepare = answer(prepareImages, async ({ names }, { signal }) => ({
  copied: await prepareIncoming(names, { signal }),
}))

const answerAdopt = answer(adoptImages, async ({ images }, { signal }) => ({
  unknownAccounts: [...(await adoptIncoming(images, { signal }))],
}))

const answerRemember = answer(rememberEqualImages, async ({ images }, { host }) => {
  for (const { name, sha256 } of images) {
    rememberEqual(host.stateFolder, name, await readFileKey(fileOf(imagesFolder, name)), sha256)
  }
  return {}
})

export const imagesAnswers: readonly Answer[] = [answerList, answerHash, answerPrepare, answerAdopt, answerRemember]
