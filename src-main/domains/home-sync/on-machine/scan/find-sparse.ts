/** Files of a frozen tree that have holes: they take less of the disk than they are long. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'
import { storedBytes } from '../../../../tools/files/stored-bytes.ts'
import { worthAskingForHolesBytes } from '../../scan-verbs.ts'

interface SparseFile {
  readonly path: BytePath
  readonly storedBytes: number
}

export function findSparse(root: string, paths: readonly BytePath[]): readonly SparseFile[] {
  const inside = lookInside(root)
  try {
    return paths.flatMap((path) => {
      const stat = inside.stat(path)
      if (stat?.isFile() !== true) return []
      const stored = storedBytes(stat)
      return Number(stat.size) - stored < worthAskingForHolesBytes ? [] : [{ path, storedBytes: stored }]
    })
  } finally {
    inside.close()
  }
}
