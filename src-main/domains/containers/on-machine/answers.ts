/** How one machine answers about what containers hold. */
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
import { askEngine, needImages, needVolumes, readEngine, saidOfTool } from './ask-engine.ts'
import { digestVolume } from './digest-volumes.ts'
import { engineOn } from './engines.ts'
import { packImages } from './offer-images.ts'
import { packVolumes } from './offer-volumes.ts'
import { clearPacked, prepareReceived } from './volume-folders.ts'
import { forgetVolumes, lastEqualOf, readVolumeMemory } from './volume-memory.ts'

const answerList = answer(listContainers, async (_input, { host, signal }) => {
  const [podman, docker] = await Promise.all([
    askEngine(engineOn(host, 'podman'), { signal }),
    askEngine(engineOn(host, 'docker'), { signal }),
  ])
  return { podman, docker }
})

const answerDigest = answer(
  digestVolumes,
  async ({ engine, names, offered, anew }, { host: machine, signal, report }) => {
    const host = engineOn(machine, engine)
    if (names.length === 0) return { digests: [], unread: [] }
    const { volumes } = await needVolumes(host, { signal })
    const onBytes = countBytes(report)
    const memory = readVolumeMemory(host)
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
        digests.push({
          name,
          digest,
          ...(memory.placed[name]?.stamp === place.stamp ? { asPlaced: true as const } : {}),
        })
      } catch (thrown) {
        unread.push({ name, said: saidOfTool(thrown) })
      }
    }
    return { digests, unread }
  },
)

function countBytes(report: (progress: Progress) => void): (bytes: number) => void {
  let done = 0
  return (bytes) => report({ done: (done += bytes), unit: 'bytes' })
}

const answerOffer = answer(offerVolumes, ({ engine, names }, { host, signal, report }) =>
  packVolumes(engineOn(host, engine), names, { signal, onBytes: countBytes(report) }),
)

const answerPrepare = answer(prepareReceiving, async ({ names }) => {
  await prepareReceived(names)
  return {}
})

const answerAdopt = answer(adoptVolumes, ({ engine, volumes }, { host, signal, report }) =>
  adoptAll(engineOn(host, engine), volumes, { signal, onBytes: countBytes(report) }),
)

const answerListImages = answer(listImages, async ({ engine }, { host, signal }) => ({
  images: [...(await needImages(engineOn(host, engine), { signal }))],
}))

const answerOfferImages = answer(offerImages, (input, { host, signal, report }) =>
  packImages(engineOn(host, input.engine), input, { signal, onBytes: countBytes(report) }),
)

const answerAdoptImages = answer(adoptImages, ({ engine, images }, { host, signal, report }) =>
  adoptAllImages(engineOn(host, engine), images, {
    signal,
    onImage: (done) => report({ done, total: images.length, unit: 'steps' }),
  }),
)

const answerRemember = answer(
  rememberContainers,
  async ({ engine: id, switchId, digests }, { host: machine, signal }) => {
    const host = engineOn(machine, id)
    await clearPacked()
    // Of what was not compared this time it still counts what was known.
    const { fingerprints } = lastEqualOf[id].read(host.stateFolder)
    lastEqualOf[id].write(host.stateFolder, switchId, { ...fingerprints, ...digests })
    const engine = await readEngine(host, { signal })
    // Where the engine does not answer by now, the next switch clears up.
    if (!('volumes' in engine)) return {}
    const there = engine.volumes.map(({ volume }) => volume.name)
    forgetVolumes(host, there)
    await clearBeside(host, engine, { signal })
    return {}
  },
)

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
