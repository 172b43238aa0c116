/** A writable snapshot of the system becomes what /home has, and nothing else. */
import { randomUUID } from 'node:crypto'
import { renameSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, bytePathFromText } from '../../../kernel/byte-path.ts'
import { copyAttributes } from '../../../tools/files/cp.ts'
import { namesIn, removeTrees } from '../../../tools/files/remove-trees.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** `tree` was made for this and is seen by nobody else; `name` is the folder at its top that stays. */
export async function keepFolderAlone(tree: string, name: string, options: RunOptions): Promise<void> {
  // Out of the way of a person who is called like it.
  const kept = `.${randomUUID()}`
  renameSync(path.join(tree, name), path.join(tree, kept))
  const others = namesIn(tree).filter((other) => other !== bytePathFromText(kept))
  await removeTrees({ folder: tree, names: others }, options)
  const folder = path.join(tree, kept)
  const inside = (at: string, child: string) => Buffer.concat([Buffer.from(`${at}/`), bufferFromBytePath(child)])
  for (const child of namesIn(folder)) renameSync(inside(folder, child), inside(tree, child))
  await copyAttributes(folder, tree, options)
  rmdirSync(folder)
}
