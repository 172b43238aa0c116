import type { BytePath } from '../../../kernel/byte-path.ts'
import { readFacts, type TreeEntryFacts } from './tree-entry.ts'

/** Asks the disk once about each path: nothing of the tree changes. */
export interface TreeLook {
  readonly root: string
  /** Only ever below what is a folder on the disk, so that no link is followed; undefined when nothing is there. */
  readonly at: (path: BytePath) => TreeEntryFacts | undefined
}

export function createLook(root: string): TreeLook {
  const known = new Map<BytePath, TreeEntryFacts | undefined>()
  const at = (path: BytePath): TreeEntryFacts | undefined => {
    if (known.has(path)) return known.get(path)
    const isReachable = path === '' || at(folderOf(path))?.type === 'folder'
    const facts = isReachable ? readFacts(root, path) : undefined
    known.set(path, facts)
    return facts
  }
  return { root, at }
}

function folderOf(path: BytePath): BytePath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
