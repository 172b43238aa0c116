/** A bundle that comes from elsewhere: what is there already is read again, and what came is kept once all of it is what its list says. */
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleFacts, type BundleHead } from '../schemas.ts'
import { findBundle, readBundles } from './bundle-folders.ts'
import { headName, isOfFuture, isSameBundle, readHead } from './bundle-lists.ts'
import { isPutAway, isThere } from './bundle-paths.ts'
import { noteProven } from './bundle-proofs.ts'
import type { TreeWork } from './describe-tree.ts'
import { keepDraft, type Draft } from './make-and-remove.ts'
import { compareWithList, verifyBundle } from './verify-bundle.ts'

export interface MoveWork extends Omit<TreeWork, 'onBytes'> {
  readonly onSent: (bytes: number) => void
  readonly onRead: TreeWork['onBytes']
}

/** Where it arrives: a state folder, or what is one on a disk, and what a person calls that. */
export interface Arrival {
  readonly to: string
  readonly toName: string
}

/** The one that has its name there, read just now; undefined where it has to come. AppErrors "invalid-input" for another one, "not-verified". */
export async function readAgain(
  { to, toName }: Arrival,
  { bundle: id, digest }: BundleHead,
  work: TreeWork,
): Promise<BundleFacts | undefined> {
  if (!isThere(to, id)) return undefined
  const bundle = bundleText(id)
  const there = readBundles(to).find(({ head }) => bundleText(head.bundle) === bundle)
  const damaged = () => bundlesMessages.damagedThere({ bundle, place: toName })
  if (there?.proven?.isRight === false) throw damaged()
  if (there?.head.digest !== digest) throw bundlesMessages.otherThere({ bundle, laptop: toName })
  if (there.isAway) return undefined
  // Nobody is told that it was read there just now when it was read another time.
  if ((await verifyBundle(to, id, work)).wrongCount > 0) throw damaged()
  return findBundle(to, id)
}

/** AppError "not-verified": its draft is the caller's to drop. */
export async function keepArrived(to: string, draft: Draft, head: BundleHead, work: TreeWork): Promise<BundleFacts> {
  const id = head.bundle
  // What was put away here was right when it was: a clock that is wrong now keeps nothing away.
  if (!isPutAway(to, id) && isOfFuture(head)) throw notArrived(id, [''])
  await requireAsListed(draft.tree, head, work)
  await keepDraft(to, draft)
  noteProven(to, id, true)
  return findBundle(to, id)
}

/** AppError "not-verified". */
export async function requireAsListed(tree: string, head: BundleHead, work: TreeWork): Promise<void> {
  const came = readHead(tree)
  if (came === undefined || !isSameBundle(came, head)) throw notArrived(head.bundle, [headName])
  const wrong = await compareWithList(tree, head, work)
  if (wrong.length > 0)
    throw notArrived(
      head.bundle,
      wrong.map(({ path }) => textFromBytePath(path)),
    )
}

export function notArrived(id: BundleId, wrong: readonly string[]) {
  const told = { bundle: bundleText(id), count: wrong.length }
  return bundlesMessages.notArrived(told, { details: wrong.slice(0, 20).join('\n') })
}
