/** Under which names copies stay, and a folder of root's in which they stand under these for the placer. */
import { renameSync } from 'node:fs'
import { timeInName } from '../../../../contract/conflict-name.ts'
import { besideName } from '../../../../commons/placing/beside-name.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { copyTrees } from '../../../../tools/files/cp.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { ConflictDecision } from '../../verbs.ts'
import type { SubvolumeOfHome } from './subvolume-of-home.ts'

export interface Decision {
  readonly conflict: ConflictDecision
  /** Where the copy comes to stand, below the home; undefined where it goes. */
  readonly target: BytePath | undefined
}

interface Naming {
  readonly tree: SubvolumeOfHome
  readonly isTaken: (path: BytePath) => boolean
}

/** In the order of what is asked; undefined where one file would have to become more than one of its copies. */
export function decisionsOf(
  conflicts: readonly ConflictDecision[],
  { tree, isTaken }: Naming,
): readonly (Decision | undefined)[] {
  const given = new Set<BytePath>()
  const isFree = (path: BytePath): boolean => !given.has(path) && !isTaken(path)
  return conflicts.map((conflict) => {
    const { file, keep } = conflict
    if (keep === 'file') return { conflict, target: undefined }
    const isOther = (other: ConflictDecision) => other !== conflict && other.file === file && other.keep === 'copy'
    if (keep === 'copy') return conflicts.some(isOther) ? undefined : { conflict, target: file }
    const target = isFree(file) ? file : plainName(conflict, tree, isFree)
    given.add(target)
    return { conflict, target }
  })
}

/** "letter (2026-11-29 14.05).odt": the time is the copy's own. */
function plainName(
  { file, copies: [copy] }: ConflictDecision,
  { root, below }: SubvolumeOfHome,
  isFree: (path: BytePath) => boolean,
) {
  const end = file.lastIndexOf('/') + 1
  const [folder, name] = [file.slice(0, end), file.slice(end)]
  const stat = copy === undefined ? undefined : statInside(root, below(copy.path))
  const at = textFromBytePath(timeInName(new Date(Number(stat?.mtimeMs ?? 0n))))
  for (let again = 1; ; again += 1) {
    const path = `${folder}${besideName(name, at, again)}`
    if (isFree(path)) return path
  }
}

interface Staging {
  readonly tree: SubvolumeOfHome
  readonly frozen: string
  readonly staged: string
  readonly decisions: readonly Decision[]
}

/** What one command copies at most: paths of 4 KB each fit. */
const copiedAtOnce = 200

/** From the snapshot, which nobody changes. Each has a folder on its way that was found without a link in it. */
export async function stageCopies({ tree, frozen, staged, decisions }: Staging, options: RunOptions): Promise<void> {
  const coming = decisions.flatMap(({ conflict: { copies }, target }) => {
    const [copy] = copies
    return copy === undefined || target === undefined ? [] : [{ from: tree.below(copy.path), to: tree.below(target) }]
  })
  for (let at = 0; at < coming.length; at += copiedAtOnce) {
    const paths = coming.slice(at, at + copiedAtOnce).map(({ from }) => from)
    await copyTrees({ root: frozen, paths, into: staged }, options)
  }
  for (const { from, to } of coming) renameSync(inside(staged, from), inside(staged, to))
}

function inside(staged: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${staged}/`), bufferFromBytePath(path)])
}
