/** What the placer is asked to do with a staging folder, which nobody else can change. */
import { lstatSync, readdirSync } from 'node:fs'
import { bufferFromBytePath, bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import type { PlaceLine } from '../../../../tools/files/place-lines.ts'
import { lookInside, type Inside } from '../../../../tools/files/safe-path.ts'
import { join } from '../search/name-index.ts'

export interface StagedTree {
  readonly staged: string
  readonly liveRoot: string
  /** The selected entries, under their new names. */
  readonly chosen: ReadonlySet<BytePath>
}

/** One line for each thing that comes whole: folders that are there already are gone into. */
export function linesOfStaged(tree: StagedTree): readonly PlaceLine[] {
  const live = lookInside(tree.liveRoot)
  try {
    return linesInFolder(tree, live, '')
  } finally {
    live.close()
  }
}

function linesInFolder(tree: StagedTree, live: Inside, around: BytePath): PlaceLine[] {
  const names = readdirSync(inside(tree.staged, around), { encoding: 'buffer' }).map(bytePathFromBuffer)
  return names.sort().flatMap((name): PlaceLine[] => {
    const path = join(around, name)
    const isMerged = isFolder(tree.staged, path) && live.stat(path)?.isDirectory() === true
    if (isMerged) return linesInFolder(tree, live, path)
    return [{ path, action: tree.chosen.has(path) ? 'keep' : 'restore' }]
  })
}

function isFolder(staged: string, path: BytePath): boolean {
  return lstatSync(inside(staged, path)).isDirectory()
}

function inside(staged: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${staged}/`), bufferFromBytePath(path)])
}
