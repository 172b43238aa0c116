/** How one machine answers about what the person's containers hold. */
import type { Progress } from '../../../contract/define.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { adoptImages, listImages, offerImages } from '../image-verbs.ts'
import {
  adoptVolumes,
  digestVolumes,
  listContainers,
  offerVolumes,
  prepareReceiving,
  rememberContainers,
} from '../verbs.ts'
import { adoptAllImages } from './adopt-images.ts'
import { adoptAll, clearBeside } from './adopt-volumes.ts'
import { askPodman, needImages, needPodman, readEngine, saidOfTool } from './ask-podman.ts'
import { digestVolume } from './digest-volumes.ts'
import { packImages } from './offer-images.ts'
import { packVolumes } from './offer-volumes.ts'
import { clearPacked, prepareReceived } from './volume-folders.ts'
import { forgetVolumes, readVolumeMemory, volumesLastEqual } from './volume-memory.ts'

const answerList = answer(listContainers, (_input, { host, signal }) => askPodman(host, { signal }))

const answerDigest = answer(digestVolumes, async ({ names, offered, anew }, { host, signal, report }) => {
  if (names.length === 0) return { digests: [], unread: [] }
  const { volumes } = await needPodman(host, { signal })
  const onBytes = countBytes(report)
  const memory = readVolumeMemory(host.stateFolder)
  const packed = offered ? memory.offered : {}
  const digests = []
  const unread = []
  for (const name of names) {
    const found = volumes.find(({ volume }) => volume.name === name)
    const sent = packed[name]
    if (found === undefined) continue
    if (sent !== undefined && sent.stamp !== found.volume.stamp) {
      digests.push({ name, digest: sent.digest, later: true as const })
      continue
    }
    try {
      const place = { name, folder: found.folder, stamp: found.volume.stamp }
      const digest = await digestVolume(host, place, { signal, anew, onBytes })
      digests.push({ name, digest, ...(memory.placed[name]?.stamp === place.stamp ? { asPlaced: true as const } : {}) })
    } catch (thrown) {
      unread.push({ name, said: saidOfTool(thrown) })
    }
  }
  return { digests, unread }
})

function countBytes(report: (progress: Progress) => void): (bytes: number) => void {
  let done = 0
  return (bytes) => report({ done: (done += bytes), unit: 'bytes' })
}

const answerOffer = answer(offerVolumes, ({ names }, { host, signal, report }) =>
  packVolumes(host, names, { signal, onBytes: countBytes(report) }),
)

const answerPrepare = answer(prepareReceiving, async ({ names }) => {
  await prepareReceived(names)
  return {}
})

const answerAdopt = answer(adoptVolumes, ({ volumes }, { host, signal, report }) =>
  adoptAll(host, volumes, { signal, onBytes: countBytes(report) }),
)

const answerListImages = answer(listImages, async (_input, { host, signal }) => ({
  images: [...(await needImages(host, { signal }))],
}))

const answerOfferImages = answer(offerImages, (input, { host, signal, report }) =>
  packImages(host, input, { signal, onBytes: countBytes(report) }),
)

const answerAdoptImages = answer(adoptImages, ({ images }, { host, signal, report }) =>
  adoptAllImages(host, images, {
    signal,
    onImage: (done) => report({ done, total: images.length, unit: 'steps' }),
  }),
)

const answerRemember = answer(rememberContainers, async ({ switchId, digests }, { host, signal }) => {
  await clearPacked()
  // Of what was not compared this time it still counts what was known.
  const { fingerprints } = volumesLastEqual.read(host.stateFolder)
  volumesLastEqual.write(host.stateFolder, switchId, { ...fingerprints, ...digests })
  const engine = await readEngine(host, { signal })
  // Where podman does not answer by now, the next switch clears up.
  if (!('volumes' in engine)) return {}
  const there = engine.volumes.map(({ volume }) => volume.name)
  forgetVolumes(host.stateFolder, there)
  await clearBeside(host, engine, { signal })
  return {}
})

export const containersAnswers: readonly Answer[] = [
  answerList,
  answerDigest,
  answerOffer,
  answerPrepare,
  answerAdopt,
  answerListImages,
  answerOfferImages,
  answerAdoptImages,
  answerRemember,
]
