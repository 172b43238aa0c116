import type { BytePath } from '../../../../kernel/byte-path.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'

export function findExisting(root: string, paths: readonly BytePath[]): readonly BytePath[] {
  const inside = lookInside(root)
  try {
    return paths.filter((path) => inside.stat(path) !== undefined)
  } finally {
    inside.close()
  }
}
