/** Where volumes and images are on their way: packed in a folder of root's, unpacked in one beside their engine's. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { TransferArea } from '../../../commons/transfers/transfer-area.ts'
import type { RsyncManner } from '../../../tools/rsync/rsync.ts'
import type { EngineHost } from './engines.ts'

const folder = '/var/lib/pc-switcher/root/containers'

/** Plain files alone. What came of one before a cut is gone on from. */
const manner: RsyncManner = {
  options: ['--times', '--sparse', '--partial', '--dirs'],
  allowed: ['times', 'sparse', 'partial', 'dirs'],
}

/** Packed volumes and images. Separate verbs pack and unpack them, podman's as the person. */
export const volumeTransfers: TransferArea = {
  id: 'containers',
  sendFolder: path.join(folder, 'outgoing'),
  receiveFolder: path.join(folder, 'incoming'),
  manner,
}

/** Of a volume by its name, of an image by its ID. */
export function packedName(volume: string): string {
  return `${volume}.tar`
}

export const packedPlace = (volume: string): string => path.join(volumeTransfers.sendFolder, packedName(volume))
export const receivedPlace = (volume: string): string => path.join(volumeTransfers.receiveFolder, packedName(volume))

export async function makeFolders(): Promise<void> {
  for (const each of [folder, volumeTransfers.sendFolder, volumeTransfers.receiveFolder])
    await mkdir(each, { recursive: true, mode: 0o700 })
}

/** What came in of others is removed. */
export async function prepareReceived(volumes: readonly string[]): Promise<void> {
  await makeFolders()
  const wanted = volumes.map(packedName)
  for (const found of await readdir(volumeTransfers.receiveFolder)) {
    if (!wanted.includes(found)) await rm(path.join(volumeTransfers.receiveFolder, found), { recursive: true })
  }
}

export async function clearSent(): Promise<void> {
  await rm(volumeTransfers.sendFolder, { recursive: true, force: true })
}

export async function clearPacked(): Promise<void> {
  if (existsSync(folder)) await rm(folder, { recursive: true })
}

/** Beside the volumes of the engine. */
export function besideVolumes({ ownFolder }: EngineHost, volumes: string) {
  const own = ownFolder(volumes)
  return {
    own,
    unpacked: path.join(own, 'incoming'),
    replaced: path.join(own, 'replaced'),
    /** Of images: as the engine saved them. */
    saved: path.join(own, 'saved'),
  }
}
