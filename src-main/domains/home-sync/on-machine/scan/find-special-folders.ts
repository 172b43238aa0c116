import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readFolderInside } from '../../../../tools/files/safe-path.ts'

/** Folders that hold sockets and device files alone, or such folders: they can neither be carried nor removed. */
export function findSpecialFolders(root: string, specials: readonly BytePath[]): readonly BytePath[] {
  const around = new Set(specials.flatMap(foldersAround))
  const found = new Set<BytePath>()
  for (const folder of [...around].sort().reverse()) {
    const entries = readFolderInside(root, folder)
    const isAlone = entries.every(({ name, isSpecial }) => isSpecial || found.has(`${folder}/${name}`))
    if (isAlone && entries.length > 0) found.add(folder)
  }
  return [...found].reverse()
}

function foldersAround(path: BytePath): readonly BytePath[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}
