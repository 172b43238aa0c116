/**
 * What must not be live in a folder: files that make one thing, by their names, in a walk that enters none of them; what is private
 * under another name; and what is mounted there. Runs as the person.
 */
import { lstatSync, readdirSync, type Dirent } from 'node:fs'
import { besideDatabase, databaseOf, kindOfFolder, namedFolders } from '../../../../commons/file-sets/what-makes-one.ts'
import { stemPlacesOf } from '../../../../commons/file-sets/one-stem.ts'
import {
  bufferFromBytePath,
  bytePathFromBuffer,
  bytePathFromText,
  type BytePath,
} from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import type { FoundSets } from '../../person-requests.ts'
import { findPrivate, inodeOf } from './find-private.ts'

/** `home` and what is below it as bytes. A folder that is not there has none. */
export function findSets(home: BytePath, place: BytePath): FoundSets {
  const root = `${home}/${place}`
  const hidden = findPrivate(textOfBytes(home))
  const whole: BytePath[] = [
    ...mountsBelow(root).map(({ target }) => target),
    ...hidden.paths.map(bytePathFromText).filter((one) => one.startsWith(`${root}/`)),
  ].map((one) => one.slice(root.length + 1))
  const entered = new Set(whole)
  const stems = new Set<BytePath>()
  const waiting: BytePath[] = ['']
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (entered.has(folder) && folder !== '') continue
    const below = (name: BytePath): BytePath => (folder === '' ? name : `${folder}/${name}`)
    const entries = entriesOf(`${root}${folder === '' ? '' : `/${folder}`}`)
    const names = new Set(entries.map(({ name }) => name))
    if (isOneThing(names)) {
      whole.push(folder)
      continue
    }
    for (const { name, isFolder } of entries) {
      if (isFolder && Object.hasOwn(namedFolders, name)) whole.push(below(name))
      else if (isFolder) waiting.push(below(name))
      else {
        if (hidden.inodes.size > 0 && isOneOf(hidden.inodes, `${root}/${below(name)}`)) whole.push(below(name))
        const database = databaseOf(`/${name}`)?.slice(1)
        if (database !== undefined && names.has(database))
          whole.push(...[database, ...besideDatabase(database)].map(below))
        for (const { stem } of stemPlacesOf(name, 'mark')) stems.add(below(stem))
      }
    }
  }
  return { place, whole: [...new Set(whole)].toSorted(), stems: [...stems].toSorted() }
}

function isOneOf(inodes: ReadonlySet<string>, file: BytePath): boolean {
  const stat = lstatSync(bufferFromBytePath(file), { throwIfNoEntry: false })
  return stat !== undefined && inodes.has(inodeOf(stat))
}

const textOfBytes = (bytes: BytePath): string => bufferFromBytePath(bytes).toString('utf8')

/** A work tree, a repository without one, or what its names tell of. */
function isOneThing(names: ReadonlySet<string>): boolean {
  const isBare = ['HEAD', 'objects', 'refs'].every((name) => names.has(name))
  return names.has('.git') || isBare || kindOfFolder(names) !== undefined
}

interface Entry {
  readonly name: BytePath
  /** No link to one. */
  readonly isFolder: boolean
}

/** What the person may not read, their Syncthing does not read either. */
function entriesOf(folder: BytePath): readonly Entry[] {
  try {
    const found: readonly Dirent<Buffer>[] = readdirSync(bufferFromBytePath(folder), {
      withFileTypes: true,
      encoding: 'buffer',
    })
    return found.map((entry) => ({ name: bytePathFromBuffer(entry.name), isFolder: entry.isDirectory() }))
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'EACCES', 'ENOTDIR')) return []
    throw thrown
  }
}
