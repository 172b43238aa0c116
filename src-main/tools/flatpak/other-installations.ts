/**
 * flatpak-installation(5): installations for everybody beside the usual one, "/etc/flatpak/installations.d/extra.conf". They may be
 * on a disk that is not there, so what is in them is read from their folders, without flatpak. No link is followed to them, and
 * nothing is asked that may never answer: whoever may write there is not always root.
 */
import { closeSync } from 'node:fs'
import path from 'node:path'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { isErrno } from '../../kernel/errno.ts'
import { readForeign, textOf } from '../files/foreign-file.ts'
import { openFolderInside, readFolderInside } from '../files/safe-path.ts'
import { mayHangAt } from '../proc/mountinfo.ts'

const usualFolder = '/etc/flatpak/installations.d'
const mostBytes = 1024 * 1024

export interface ReadInstallation {
  readonly name: string
  readonly path: string
}

/** What changes when one is added, taken away or written anew, and when an app in it is. `folder`: for tests, as below. */
export function placesOfOthers(folder = usualFolder): readonly string[] {
  const readable = readOthers(folder).filter((one) => isThere(placeOf(one)))
  const names = namesOfFiles(folder).map((name) => path.join(folder, name))
  return [folder, ...names, ...readable.flatMap((one) => [path.join(one.path, '.changed'), path.join(one.path, 'app')])]
}

export function readOthers(folder = usualFolder): readonly ReadInstallation[] {
  return namesOfFiles(folder).flatMap((name) => parseInstallations(readText(folder, name)))
}

function namesOfFiles(folder: string): readonly string[] {
  const place = bytePathFromText(folder)
  const names = isThere(place) ? readFolderInside('/', place.slice(1)).map(({ name }) => textFromBytePath(name)) : []
  return names.filter((name) => name.endsWith('.conf')).sort()
}

/** Nothing of what is no file. */
function readText(folder: string, name: string): string {
  return textOf(readForeign(folder, bytePathFromText(name), mostBytes)) ?? ''
}

/** A key file: [Installation "extra"] and below it Path=. What has no path, flatpak refuses too. */
export function parseInstallations(text: string): readonly ReadInstallation[] {
  return text.split(/^(?=\[)/m).flatMap((group) => {
    const name = /^\[Installation "([^"\n]+)"\]/.exec(group)?.[1]
    const place = /^Path\s*=\s*(\/.*?)\s*$/m.exec(group)?.[1]
    return name === undefined || place === undefined ? [] : [{ name, path: place }]
  })
}

/** "app/org.gnome.Maps/x86_64/stable", of each that is there. Nothing where its disk is not. */
export function listAppsIn(installation: ReadInstallation): readonly string[] {
  const root = `${placeOf(installation)}/app`
  if (!isThere(root)) return []
  const within = (place: BytePath): readonly BytePath[] =>
    readFolderInside('/', `${root.slice(1)}${place}`)
      .filter(({ isFolder }) => isFolder)
      .map(({ name }) => `${place}/${name}`)
  return within('')
    .flatMap(within)
    .flatMap(within)
    .map((place) => `app${textFromBytePath(place)}`)
    .sort()
}

function placeOf(installation: ReadInstallation): BytePath {
  return bytePathFromText(path.normalize(installation.path).replace(/\/+$/, ''))
}

/** A folder that is reached by folders alone, and can be read. */
function isThere(place: BytePath): boolean {
  if (mayHangAt(place)) return false
  try {
    const descriptor = openFolderInside('/', place.slice(1))
    if (descriptor === undefined) return false
    closeSync(descriptor)
    return true
  } catch (error) {
    if (isErrno(error, 'EACCES', 'EPERM', 'EIO', 'ENOTCONN', 'ESTALE')) return false
    throw error
  }
}
