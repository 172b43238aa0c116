/** Files of a folder that make one thing, by their names, in a walk that enters none of them. Runs as the person. */
import { readdirSync, type Dirent } from 'node:fs'
import { besideDatabase, databaseOf, kindOfFolder, namedFolders } from '../../../../commons/file-sets/what-makes-one.ts'
import { stemPlacesOf } from '../../../../commons/file-sets/one-stem.ts'
import { bufferFromBytePath, bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import type { FoundSets } from '../../person-requests.ts'

/** `home` and what is below it as bytes. A folder that is not there has none. */
export function findSets(home: BytePath, place: BytePath): FoundSets {
  const whole: BytePath[] = []
  const stems = new Set<BytePath>()
  const waiting: BytePath[] = ['']
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const below = (name: BytePath): BytePath => (folder === '' ? name : `${folder}/${name}`)
    const entries = entriesOf(`${home}/${place}${folder === '' ? '' : `/${folder}`}`)
    const names = new Set(entries.map(({ name }) => name))
    if (isOneThing(names)) {
      whole.push(folder)
      continue
    }
    for (const { name, isFolder } of entries) {
      if (isFolder && Object.hasOwn(namedFolders, name)) whole.push(below(name))
      else if (isFolder) waiting.push(below(name))
      else {
        const database = databaseOf(`/${name}`)?.slice(1)
        if (database !== undefined && names.has(database))
          whole.push(...[database, ...besideDatabase(database)].map(below))
        for (const { stem } of stemPlacesOf(name, 'mark')) stems.add(below(stem))
      }
    }
  }
  return { place, whole: [...new Set(whole)].toSorted(), stems: [...stems].toSorted() }
}

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
