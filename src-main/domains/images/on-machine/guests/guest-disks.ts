/** Where the disks of a guest are, and what else its definition needs of a laptop. */
import path from 'node:path'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { elementsAt, type Element } from '../../../../tools/xml.ts'
import type { Guest } from '../../guest-verbs.ts'
import { isImageName } from '../../image-name.ts'
import { imagesFolder } from '../image-folder.ts'

/** Disks directly in the folder of images, as qcow2. */
export function imagesOf(definition: Element): readonly BytePath[] {
  return disksOf(definition).flatMap(({ image }) => image ?? [])
}

export function elsewhereOf(definition: Element): readonly string[] {
  return disksOf(definition).flatMap(({ elsewhere }) => elsewhere ?? [])
}

function disksOf(definition: Element): readonly DiskPlace[] {
  return elementsAt(definition, 'devices/disk').filter(isDisk).map(placeOf)
}

/** Media that can be taken out are none. */
function isDisk({ attributes: { device = 'disk' } }: Element): boolean {
  return device === 'disk' || device === 'lun'
}

interface DiskPlace {
  readonly image?: BytePath
  readonly elsewhere?: string
}

function placeOf(disk: Element): DiskPlace {
  const [source] = elementsAt(disk, 'source')
  const { file, dev, name, pool, volume } = source?.attributes ?? {}
  if (file === undefined) {
    const other = dev ?? (pool === undefined ? name : `${pool}/${volume ?? ''}`)
    return other === undefined ? {} : { elsewhere: other }
  }
  const image = bytePathFromText(path.basename(file))
  const isQcow2 = elementsAt(disk, 'driver')[0]?.attributes['type'] === 'qcow2'
  return path.dirname(file) === imagesFolder() && isImageName(image) && isQcow2 ? { image } : { elsewhere: file }
}

/** All that has to be there before it starts. */
export function needsOf(definition: Element): Guest['needs'] {
  const machine = elementsAt(definition, 'os/type')[0]?.attributes['machine']
  const disks = elementsAt(definition, 'devices/disk')
  const media = disks.filter((disk) => !isDisk(disk)).flatMap((disk) => elementsAt(disk, 'source'))
  const networks = elementsAt(definition, 'devices/interface/source')
  const pools = elementsAt(definition, 'devices/disk/source')
  const emulators = elementsAt(definition, 'devices/emulator').map(({ text }) => text)
  const firmware = elementsAt(definition, 'os/loader').map(({ text }) => text)
  const files = [...emulators, ...firmware, ...media.flatMap(({ attributes }) => attributes['file'] ?? [])]
  return {
    ...(machine === undefined ? {} : { machine }),
    files: [...new Set(files.filter((file) => file.startsWith('/')))],
    networks: [...new Set(networks.flatMap(({ attributes }) => attributes['network'] ?? []))],
    pools: [...new Set(pools.flatMap(({ attributes }) => attributes['pool'] ?? []))],
  }
}
