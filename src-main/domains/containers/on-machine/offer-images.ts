import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Output, Parsed } from '../../../contract/define.ts'
import { makeFolder, removeTrees } from '../../../tools/containers/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { offerImages } from '../image-verbs.ts'
import { needImages, needVolumes, whyRefused } from './ask-engine.ts'
import type { EngineHost } from './engines.ts'
import { writePacked } from './offer-volumes.ts'
import { besideVolumes, clearSent, makeFolders, packedPlace } from './volume-folders.ts'

interface Offering extends RunOptions {
  readonly onBytes: (bytes: number) => void
}

/** The engine saves an image whole into a folder; what is packed of it are the layers that the receiver lacks. */
export async function packImages(
  host: EngineHost,
  { ids, present }: Parsed<typeof offerImages>,
  options: Offering,
): Promise<Output<typeof offerImages>> {
  await clearSent()
  const packed: string[] = []
  const refused: Output<typeof offerImages>['refused'] = []
  if (ids.length === 0) return { packed, refused }
  await makeFolders()
  const { saved } = besideVolumes(host, (await needVolumes(host, options)).folder)
  const images = await needImages(host, options)
  for (const id of ids) {
    const layers = images.find((one) => one.id === id)?.layers ?? []
    const folder = path.join(saved, id)
    try {
      await removeTrees(host.engine.inside, [saved], options)
      await makeFolder(host.engine.inside, folder, options)
      await host.engine.saveImage({ id, folder }, options)
      const leaveOut = layers.filter((layer) => present.includes(layer)).map(host.engine.layerFile)
      await writePacked(host, { name: id, folder, leaveOut }, options)
      packed.push(id)
    } catch (thrown) {
      refused.push({ id, ...whyRefused(thrown) })
      await rm(packedPlace(id), { force: true })
    }
    await removeTrees(host.engine.inside, [saved], options)
  }
  return { packed, refused }
}
