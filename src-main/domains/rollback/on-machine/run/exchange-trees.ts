/** Exchanges old and new trees. Which one has the name is read from the disk, never remembered. */
import type { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { exchangeNames } from '../../../../tools/files/exchange-names.ts'
import { treeAtTop, type RollbackContext } from '../state/context.ts'
import { outerSubvolumes } from '../plan/inner-subvolumes.ts'
import type { RollbackJournal, SubvolumeProgress } from '../state/operation.ts'
import { identifyAt, withParent } from './safe-place.ts'
import { rollbackMessages } from '../../messages.ts'

export type ExchangeSide = 'old' | 'new'

/** Throws AppError "plan-changed" when the name belongs to neither: something else changed it. */
export async function whoHasTheName(context: RollbackContext, subvolume: SubvolumeProgress): Promise<ExchangeSide> {
  const found = await identifyAt(context.top, subvolume.name, context.options)
  if (found?.uuid === subvolume.oldUuid) return 'old'
  if (found !== undefined && found.uuid === subvolume.newUuid) return 'new'
  throw stranger(subvolume)
}

/** Gives the name to `wanted`, on disk before it returns. Repeatable. */
export async function giveNames(
  context: RollbackContext,
  journal: RollbackJournal,
  wanted: ExchangeSide,
  indexes: readonly number[] = outerSubvolumes(journal.subvolumes).map(([index]) => index),
): Promise<void> {
  for (const [index, subvolume] of outerSubvolumes(journal.subvolumes)) {
    if (!indexes.includes(index)) continue
    if ((await whoHasTheName(context, subvolume)) === wanted) continue
    const tree = treeAtTop(context, journal, index)
    await withParent(context.top, subvolume.name, (leaf) => exchangeNames(leaf, tree, context.options))
    await context.stop(`names of ${index} exchanged`)
    if ((await whoHasTheName(context, subvolume)) !== wanted) throw stranger(subvolume)
  }
  await syncFileSystem(context.top, context.options)
  await context.stop('exchange on the disk')
}

function stranger(subvolume: SubvolumeProgress): AppError {
  return rollbackMessages.replacedMeanwhile({ title: subvolume.title }, { details: textFromBytePath(subvolume.name) })
}
