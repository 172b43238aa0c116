import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { saveImage } from '../../../tools/podman/images.ts'
import { makeFolder, removeTrees } from '../../../tools/podman/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { offerImages } from '../image-verbs.ts'
import { needImages, needPodman, whyRefused } from './ask-podman.ts'
import { writePacked } from './offer-volumes.ts'
import { besideVolumes, clearSent, makeFolders, packedPlace } from './volume-folders.ts'

type Host = Pick<HostContext, 'person' | 'stateFolder'>
interface Offering extends RunOptions {
  readonly onBytes: (bytes: number) => void
}

/** podman saves an image whole into a folder of the person's; what is packed of it are the layers that the receiver lacks. */
export async function packImages(
  host: Host,
  { ids, present }: Parsed<typeof offerImages>,
  options: Offering,
): Promise<Output<typeof offerImages>> {
  await clearSent()
  const packed: string[] = []
  const refused: Output<typeof offerImages>['refused'] = []
  if (ids.length === 0) return { packed, refused }
  await makeFolders()
  const { saved } = besideVolumes((await needPodman(host, options)).folder)
  const images = await needImages(host, options)
  for (const id of ids) {
    const layers = images.find((one) => one.id === id)?.layers ?? []
    const folder = path.join(saved, id)
    try {
      await removeTrees(host.person, [saved], options)
      await makeFolder(host.person, folder, options)
      await saveImage(host.person, { id, folder }, options)
      const leaveOut = layers.filter((layer) => present.includes(layer))
      await writePacked(host, { name: id, folder, leaveOut }, options)
      packed.push(id)
    } catch (thrown) {
      refused.push({ id, ...whyRefused(thrown) })
      await rm(packedPlace(id), { force: true })
    }
    await removeTrees(host.person, [saved], options)
  }
  return { packed, refused }
}
