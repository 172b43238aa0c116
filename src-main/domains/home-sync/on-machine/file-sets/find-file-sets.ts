/** Which files of a frozen home make one thing: by the marks of its list, and by what the files are that these name. */
import path from 'node:path'
import { findDatabases } from '../../../../commons/file-sets/on-machine/databases.ts'
import { withFileHeads, type FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import { findGuests } from '../../../../commons/file-sets/on-machine/guests.ts'
import { imagesOf, placeOf } from '../../../../commons/file-sets/on-machine/images.ts'
import { imageName } from '../../../../commons/file-sets/what-makes-one.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { joinFileSets, type FileSet } from '../../file-sets/file-set.ts'
import { folderSets, isDefinition } from '../../file-sets/set-marks.ts'
import { isBelowAny, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'

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
  const isFolder = new Set(folders.flatMap(({ paths }) => paths.map(keyOfPath)))
  const found = withFileHeads(root, (heads) =>
    joinFileSets([
      ...findGuests({ definitions: marks.filter(isDefinition).map(pathOfKey), home, heads }).map(
        ({ name, paths }): FileSet => ({ kind: 'guest', name, paths: [...paths] }),
      ),
      ...chainsOf(marks, home, heads),
      ...workTreesOf(marks, home, heads),
      ...folders,
      ...findDatabases(marks.map(pathOfKey), heads).map((paths): FileSet => ({ kind: 'database', paths: [...paths] })),
    ]),
  )
  return found.filter(({ paths }) => !paths.every((one) => isBelowAny(keyOfPath(one), isFolder)))
}

/** Images that build on others, whether a guest names them or not. */
function chainsOf(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  const images = marks.map(pathOfKey).filter((one) => imageName.test(one))
  return images.flatMap((image): FileSet[] => {
    const paths = imagesOf(image, home, heads)
    return paths.length < 2 ? [] : [{ kind: 'image', paths: [...paths] }]
  })
}

/** A further work tree has a file `.git` that leads to the repository (gitrepository-layout(5), "worktrees"). */
function workTreesOf(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  return marks
    .filter((key) => key.endsWith('\u0001.git'))
    .flatMap((key): FileSet[] => {
      const link = pathOfKey(key)
      const folder = /^gitdir: (.+)\/worktrees\/[^/\n]+\n?$/.exec(heads.read(link, 8_192))?.[1]
      const repository = folder === undefined ? undefined : placeOf(folder, link, home).map(repositoryOf)[0]
      if (repository === undefined || !heads.exists(repository)) return []
      return [{ kind: 'repository', paths: [repository, path.posix.dirname(link)] }]
    })
}

function repositoryOf(gitFolder: BytePath): BytePath {
  return gitFolder.replace(/\/\.git$/, '')
}
