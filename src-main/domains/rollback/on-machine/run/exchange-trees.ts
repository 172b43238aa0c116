/** The moment itself: old and new change places. Which of them has the name is asked of the disk, never remembered. */
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { exchangeNames } from '../../../../tools/files/exchange-names.ts'
import { treeAtTop, type Ground } from '../state/ground.ts'
import { outerParts } from '../plan/inner-subvolumes.ts'
import type { Journal, PartProgress } from '../state/operation.ts'
import { identifyAt, withParent } from './safe-place.ts'

export type Side = 'old' | 'new'

/** Throws AppError "plan-changed" when the name belongs to neither: somebody else was at it. */
export async function whoHasTheName(ground: Ground, part: PartProgress): Promise<Side> {
  const found = await identifyAt(ground.top, part.name, ground.options)
  if (found?.uuid === part.oldUuid) return 'old'
  if (found !== undefined && found.uuid === part.newUuid) return 'new'
  throw stranger(part)
}

/** Makes `wanted` have the name, on the disk before it returns. Asked again it does nothing. */
export async function giveNames(
  ground: Ground,
  journal: Journal,
  wanted: Side,
  indexes: readonly number[] = outerParts(journal.parts).map(([index]) => index),
): Promise<void> {
  for (const [index, part] of outerParts(journal.parts)) {
    if (!indexes.includes(index)) continue
    if ((await whoHasTheName(ground, part)) === wanted) continue
    const tree = treeAtTop(ground, journal, index)
    await withParent(ground.top, part.name, (leaf) => exchangeNames(leaf, tree, ground.options))
    await ground.stop(`names of ${index} exchanged`)
    if ((await whoHasTheName(ground, part)) !== wanted) throw stranger(part)
  }
  await syncFileSystem(ground.top, ground.options)
  await ground.stop('exchange on the disk')
}

function stranger(part: PartProgress): AppError {
  return new AppError({
    code: 'plan-changed',
    message: `Something else than what was planned for is at the place of ${part.title}.`,
    hint: 'Nothing more is changed there. Look at the snapshots again and make a new plan.',
    details: textFromBytePath(part.name),
  })
}
