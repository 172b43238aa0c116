import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { readFolderInside, statInside } from '../../../../tools/files/safe-path.ts'

/** Of names below a folder of ours: which are a laptop's or a bundle's, and which are of what it keeps there. */
interface OwnNames {
  readonly isGroup: (name: string) => boolean
  readonly isKept: (name: string) => boolean
}

/** A disk may have any number. */
const mostOthers = 100

/** What is no folder, and has a name that only a folder of ours has; from the top of the disk. It stays. */
export function findOthers(top: string, folder: BytePath, { isGroup, isKept }: OwnNames): readonly BytePath[] {
  const all = statInside(top, folder)
  if (all === undefined) return []
  if (!all.isDirectory()) return [folder]
  return readFolderInside(top, folder).flatMap((group) => {
    const own = `${folder}/${group.name}`
    if (!isGroup(group.name)) return []
    if (!group.isFolder) return [own]
    return readFolderInside(top, own).flatMap((kept) =>
      isKept(kept.name) && !kept.isFolder ? [`${own}/${kept.name}`] : [],
    )
  })
}

export const shownOthers = (others: Iterable<BytePath>): readonly string[] =>
  [...new Set(others)].slice(0, mostOthers).map(textFromBytePath)
