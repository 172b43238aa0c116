/** Which files of a frozen home make one thing: by the marks of its list, and by what the files are that these name. */
import { findDatabases } from '../../../../commons/file-sets/on-machine/databases.ts'
import { placesElsewhere } from '../../../../commons/file-sets/on-machine/elsewhere.ts'
import { withFileHeads, type FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import { findGuests } from '../../../../commons/file-sets/on-machine/guests.ts'
import { imagesOf } from '../../../../commons/file-sets/on-machine/images.ts'
import { findStemDatabases } from '../../../../commons/file-sets/on-machine/stem-databases.ts'
import { imageName } from '../../../../commons/file-sets/what-makes-one.ts'
import { joinFileSets, type FileSet } from '../../file-sets/file-set.ts'
import { folderSets, isDefinition } from '../../file-sets/set-marks.ts'
import { isBelowAny, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { findRepositorySets } from './repository-sets.ts'

interface Listed {
  /** The frozen tree of the folder of homes. */
  readonly root: string
  /** That folder: "/home". */
  readonly home: string
  /** Keys. */
  readonly marks: readonly string[]
}

/** Without those that lie in a folder which is one itself: packages of Node have packages of their own. */
export function findFileSets({ root, home, marks }: Listed): readonly FileSet[] {
  const folders = folderSets(marks)
  const isFolder = new Set(folders.flatMap((one) => one.paths.map(keyOfPath)))
  const isInFolder = (set: FileSet): boolean => set.paths.every((one) => isBelowAny(keyOfPath(one), isFolder))
  const outer = folders.filter((one) => !isInFolder(one))
  const paths = marks.map(pathOfKey)
  const found = withFileHeads(root, (heads) =>
    joinFileSets([
      ...findGuests({ definitions: marks.filter(isDefinition).map(pathOfKey), home, heads }).map(
        ({ name, paths }): FileSet => ({ kind: 'guest', name, paths: [...paths] }),
      ),
      ...chainsOf(marks, home, heads),
      ...findRepositorySets(marks, home, heads),
      ...outer.map((one) => withElsewhere(one, home, heads)),
      ...[...findDatabases(paths, heads), ...findStemDatabases(paths, heads)].map((files): FileSet => ({
        kind: 'database',
        paths: [...files],
      })),
    ]),
  )
  return found.filter((one) => !isInFolder(one))
}

/** With what lies elsewhere, of a thing that is a folder. */
function withElsewhere(set: FileSet, home: string, heads: FileHeads): FileSet {
  const [folder] = set.paths
  if (folder === undefined) return set
  return { ...set, paths: [...set.paths, ...placesElsewhere({ folder, kind: set.kind }, home, heads)] }
}

/** Images that build on others, whether a guest names them or not. */
function chainsOf(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  const images = marks.map(pathOfKey).filter((one) => imageName.test(one))
  return images.flatMap((image): FileSet[] => {
    const paths = imagesOf(image, home, heads)
    return paths.length < 2 ? [] : [{ kind: 'image', paths: [...paths] }]
  })
}
