/** Where the images are on this laptop. Works only in folders that nobody but root can write to. */
import { existsSync } from 'node:fs'
import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Area } from '../../../commons/capability/area.ts'
import { readRoom, type FolderRoom } from '../../../tools/mounts/room.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { imagesArea } from '../area.ts'
import { imagesMessages } from '../messages.ts'
import { readImageMemory } from './image-memory.ts'

const ownState = '/var/lib/pc-switcher/root'

/** The one that the person chose, or the usual one. */
export function imagesFolder(): string {
  return readImageMemory(ownState).folder ?? imagesArea.folder
}

export const incomingFolder = (): string => path.join(imagesFolder(), '.pc-switcher-incoming')
/** What is kept of images whose contents are known. */
export const baseFolder = (): string => path.join(imagesFolder(), '.pc-switcher-base')
export const outgoingFolder = (): string => path.join(imagesFolder(), '.pc-switcher-outgoing')

/** As it is on this laptop at the time. */
export const imagesAreaHere: Area = {
  ...imagesArea,
  get folder() {
    return imagesFolder()
  },
}

/** Names of images are UTF-8 (`isImageName`). */
export function fileOf(folder: string, name: BytePath): string {
  return path.join(folder, Buffer.from(name, 'latin1').toString('utf8'))
}

/** Of the file system that they are on, or would be: the first switch makes the folder. */
export async function readImagesRoom(options: RunOptions): Promise<FolderRoom> {
  let folder = imagesFolder()
  while (!existsSync(folder)) folder = path.dirname(folder)
  return readRoom(folder, options)
}

/** Others who may write there, or exchange a folder on the way, could exchange files while root works on them. */
export async function refuseForeignFolder(folder = imagesFolder()): Promise<void> {
  for (let at = folder; at !== '/'; at = path.dirname(at)) {
    const { uid, mode } = await lstat(at)
    if (uid !== 0 || (mode & 0o022) !== 0) throw imagesMessages.folderWritable({ folder: at })
  }
}
