import { rmdirSync, unlinkSync } from 'node:fs'
import type { Output } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { removeEntries as verb } from '../verbs.ts'
import { keyOfPath } from '../inventory/inventory-entry.ts'
import { alteredSince } from './check/altered-since.ts'
import { atParent, statInside } from '../../../tools/files/safe-path.ts'

type WhyLeft = Output<typeof verb>['left'][number]['why']

export interface Removal {
  readonly removed: number
  readonly left: { path: BytePath; why: WhyLeft }[]
}

/**
 * Removes what the inventory has at these paths, and only if it is still that; the deepest first, so that folders are
 * empty when their turn comes. A folder that is not empty stays.
 */
export async function removeEntries(root: string, inventory: string, paths: readonly BytePath[]): Promise<Removal> {
  const altered = new Set(await alteredSince(root, inventory, paths, { folderTimes: false }))
  const left: { path: BytePath; why: WhyLeft }[] = []
  let removed = 0
  const deepestFirst = [...paths].sort((one, other) => (keyOfPath(one) < keyOfPath(other) ? 1 : -1))
  for (const path of deepestFirst) {
    const why = altered.has(path) ? 'changed' : removeOne(root, path)
    if (why === undefined) removed += 1
    else left.push({ path, why })
  }
  return { removed, left }
}

/** Why it stays; undefined when it is gone. */
function removeOne(root: string, path: BytePath): WhyLeft | undefined {
  const isFolder = statInside(root, path)?.isDirectory()
  if (isFolder === undefined) return undefined
  try {
    atParent(root, path, (leaf) => (isFolder ? rmdirSync(leaf) : unlinkSync(leaf)))
    return undefined
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY')) return 'not-empty'
    throw error
  }
}
