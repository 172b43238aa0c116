/** Which folders of a home could be live, and what keeps one from it. Runs as the person. */
import { lstatSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import { readForeign, textOf } from '../../../../tools/files/foreign-file.ts'
import type { placeProblemSchema } from '../../person-requests.ts'

type PlaceProblem = (typeof placeProblemSchema)['options'][number]

/** In the order in which they are offered (xdg-user-dirs: user-dirs.dirs(5)). Not what is downloaded, and not what is public. */
const usual = ['DOCUMENTS', 'DESKTOP', 'PICTURES', 'MUSIC', 'VIDEOS', 'TEMPLATES']
const mostBytes = 64 * 1024

/** Those that are there. `home`: text. */
export function usualPlaces(home: string): readonly BytePath[] {
  const text = readDirs(path.join(home, '.config/user-dirs.dirs'))
  const named = new Map(
    [...text.matchAll(/^XDG_([A-Z]+)_DIR="\$HOME\/([^"\\]*?)\/*"\s*$/gm)].map(([, name = '', place = '']) => [
      name,
      place,
    ]),
  )
  const places = usual.map((name) => bytePathFromText(named.get(name) ?? englishOf(name)))
  return [...new Set(places)].filter(
    (place) => place !== '' && problemOf(home, place) === undefined && isThere(home, place),
  )
}

function readDirs(file: string): string {
  try {
    const real = realpathSync(file)
    return textOf(readForeign(path.dirname(real), bytePathFromText(path.basename(real)), mostBytes)) ?? ''
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return ''
    throw thrown
  }
}

const englishOf = (name: string): string => `${name.slice(0, 1)}${name.slice(1).toLowerCase()}`

/** Undefined for one that may be live, or that is not there yet. */
export function problemOf(home: string, place: BytePath): PlaceProblem | undefined {
  const names = place.split('/')
  // Settings of programs; the rules of both laptops, and what is installed from a store.
  if (names.some((name) => name.startsWith('.')) || ['system-state', 'snap'].includes(names[0] ?? '')) return 'hidden'
  // No snapshot of the home holds it.
  const own = `${bytePathFromText(home)}/`
  if (mountsBelow(bytePathFromText(home)).some(({ target }) => `${own}${place}/`.startsWith(`${target}/`)))
    return 'mounted'
  for (let count = 1; count <= names.length; count += 1) {
    const stat = statOf(home, names.slice(0, count).join('/'))
    if (stat === undefined) return undefined
    if (stat.isSymbolicLink()) return 'link'
    if (!stat.isDirectory()) return 'not-folder'
    if (stat.uid !== process.getuid?.()) return 'not-yours'
  }
  return undefined
}

const isThere = (home: string, place: BytePath): boolean => statOf(home, place) !== undefined

/** Whether Syncthing's trash can is in it. */
export function hasVersions(home: string, place: BytePath): boolean {
  return statOf(home, `${place}/.stversions`)?.isDirectory() === true
}

function statOf(home: string, place: BytePath) {
  const file = Buffer.concat([Buffer.from(`${home}/`), bufferFromBytePath(place)])
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch (thrown) {
    if (isErrno(thrown, 'EACCES', 'ENOTDIR')) return undefined
    throw thrown
  }
}
