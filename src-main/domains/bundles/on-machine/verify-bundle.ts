/** Reads all of a bundle, and compares each file and everything that it has with what was bundled. */
import path from 'node:path'
import { readdirSync } from 'node:fs'
import type { BundleCheck, BundleId } from '../../../contract/bundles-calls.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import type { BundleHead } from '../schemas.ts'
import { findBundle } from './bundle-folders.ts'
import { filesOf } from './bundle-paths.ts'
import { noteProven } from './bundle-proofs.ts'
import { whileUsed } from './make-and-remove.ts'
import { entriesName, headName, readEntries } from './bundle-lists.ts'
import { compareEntries, describeTree, type EntryDifference, type TreeWork } from './describe-tree.ts'

const toldAtMost = 100

/** Keeps when it was right, or that it was not. */
export async function verifyBundle(stateFolder: string, id: BundleId, work: TreeWork): Promise<BundleCheck> {
  return whileUsed(stateFolder, id, async () => {
    const { head, place } = findBundle(stateFolder, id)
    const wrong = await findWrong(place, head, work)
    noteProven(stateFolder, id, wrong.length === 0)
    const told = wrong.slice(0, toldAtMost).map((one) => textFromBytePath(one.path))
    return { ...id, files: head.files, bytes: head.bytes, wrong: told, wrongCount: wrong.length }
  })
}

async function findWrong(place: string, head: BundleHead, work: TreeWork): Promise<readonly EntryDifference[]> {
  const { readOnly } = await showSubvolume(place, work)
  const opened = readOnly ? [] : [{ path: headName, kind: 'changed' as const }]
  try {
    return [...opened, ...(await compareWithList(place, head, work))]
  } catch (thrown) {
    work.signal?.throwIfAborted()
    if (toAppError(thrown).code !== 'not-verified' && !isUnreadable(thrown)) throw thrown
    return [...opened, { path: entriesName, kind: 'changed' }]
  }
}

/** What is missing, other, or too much, in the tree of a bundle. AppError "not-verified" where its list is damaged. */
export async function compareWithList(
  tree: string,
  head: BundleHead,
  work: TreeWork,
): Promise<readonly EntryDifference[]> {
  const expected = await readEntries(tree, head, work)
  const found = await describeTree(filesOf(tree), new Map(), work)
  const others = readdirSync(tree).filter(
    (name) => ![headName, entriesName, path.basename(filesOf(tree))].includes(name),
  )
  return [...compareEntries(expected, found), ...others.map((name) => ({ path: name, kind: 'added' as const }))]
}
