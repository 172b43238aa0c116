/** Another folder for images than the usual one. */
import { existsSync } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import { readPrettyName } from '../../../tools/machine-info.ts'
import { imagesArea } from '../area.ts'
import { imagesMessages } from '../messages.ts'
import { imagesFolder, incomingFolder, outgoingFolder, refuseForeignFolder } from './image-folder.ts'
import { startAnew } from './image-memory.ts'

/** What is the system's, this program's, or copied in another way. */
const taken =
  /^\/(?:home|etc|usr|boot|proc|sys|dev|run|tmp|root|lib|bin|sbin|var\/(?:tmp|cache|log|lib\/pc-switcher))(?:\/|$)/
/** Others keep their own things directly in these. */
const shared = /^\/(?:var|var\/lib|srv|opt|mnt|media)$/

/** AppError that says why it cannot be that one. */
export async function refuseFolder(folder: string): Promise<void> {
  if (folder === imagesFolder()) return
  // Where nothing makes virtual machines the usual one is not there either.
  if (folder !== imagesArea.folder) await refuseUnfit(folder)
  if ([incomingFolder(), outgoingFolder()].some((place) => existsSync(place)))
    throw imagesMessages.folderInWork(namedHere(imagesFolder()))
}

/** Nothing is known of the images in it, whatever was known of others of the same name. */
export function chooseFolder(stateFolder: string, folder: string): void {
  if (folder !== imagesFolder()) startAnew(stateFolder, folder === imagesArea.folder ? undefined : folder)
}

async function refuseUnfit(folder: string): Promise<void> {
  if (taken.test(folder) || shared.test(folder)) throw imagesMessages.folderNotOwn(namedHere(folder))
  const found = await lstat(folder).catch(() => undefined)
  if (found === undefined) throw imagesMessages.folderNotThere(namedHere(folder))
  if (!found.isDirectory() || (await realpath(folder)) !== folder) throw imagesMessages.folderNotOwn(namedHere(folder))
  await refuseForeignFolder(folder)
}

function namedHere(folder: string): { readonly folder: string; readonly laptop: string } {
  return { folder, laptop: readPrettyName() ?? hostname() }
}
