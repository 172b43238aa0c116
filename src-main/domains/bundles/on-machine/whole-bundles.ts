/**
 * Places from which a bundle comes as a whole: a store of restic's, a registry. It is proven by bringing all of it back once, beside the
 * bundles of this laptop, and comparing that; it counts as being there if it still is when that is over.
 */
import { statfsSync } from 'node:fs'
import { toAppError } from '../../../kernel/app-error.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import { bundlesMessages } from '../messages.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { bundleText, type BundleFacts, type BundleHead } from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import { keepArrived, readAgain, requireAsListed, type MoveWork } from './arrive.ts'
import { findBundle, requireHere } from './bundle-folders.ts'
import { noteDamagedElsewhere, noteElsewhere, type IdentifiedPlace } from './bundle-proofs.ts'
import { dropDraft, newDraft, sweepBundles, type Draft } from './make-and-remove.ts'
import type { OpenedBundles, Wanted } from './opened-bundles.ts'

/** `F`: what the place knows a bundle by. */
export interface WholePlace<F> extends Pick<OpenedBundles, 'list' | 'has' | 'remove' | 'room'> {
  readonly stateFolder: string
  readonly at: IdentifiedPlace
  /** Of the laptop, for as long as one is read: so many times its contents. */
  readonly roomForEach: number
  /** With the name and the contents of that one. Undefined where none is there. AppError "invalid-input" for another one of its name. */
  readonly findSame: (head: BundleHead, options: RunOptions) => Promise<F | undefined>
  readonly findNewest: (
    wanted: Wanted,
    options: RunOptions,
  ) => Promise<{ readonly found: F; readonly head: BundleHead } | undefined>
  readonly push: (known: BundleFacts, work: MoveWork) => Promise<F>
  /** What was pushed and is not right; a failure is passed over. */
  readonly takeBack: (found: F) => Promise<void>
  /** Into the tree of the draft, which is closed then. */
  readonly bringInto: (found: F, draft: Draft, work: MoveWork) => Promise<void>
}

export const openWhole = <F>(place: WholePlace<F>): OpenedBundles => ({
  ...{ list: place.list, has: place.has, remove: place.remove, room: place.room, others: () => [] },
  put: (id, work) => putWhole(place, id, work),
  get: (wanted, work) => getWhole(place, wanted, work),
})

/** One there whose description cannot be read: it can be deleted. */
export function undescribed(
  place: string,
  { bundle, digest, madeAt }: Pick<BundleHead, 'bundle' | 'digest' | 'madeAt'>,
): BundleFacts {
  const nothing = { sources: [], leftOut: [], files: 0, bytes: 0, madeOn: '' }
  const head: BundleHead = { version: 1, bundle, madeAt, digest, ...nothing }
  return { place, head, proven: { version: 1, at: madeAt, isRight: false } }
}

const isDamage = (thrown: unknown): boolean => toAppError(thrown).code === 'not-verified' || isUnreadable(thrown)

async function putWhole<F>(place: WholePlace<F>, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const { stateFolder, at } = place
  const known = requireHere(findBundle(stateFolder, id))
  await sweepBundles(stateFolder)
  const there = await place.findSame(known.head, work)
  requireRoomFor(place, known.head)
  const found = there ?? (await place.push(known, work))
  try {
    await prove(place, { found, head: known.head }, work)
  } catch (thrown) {
    // Whoever was only cut off takes nothing back: another laptop may have proven it meanwhile, and count on it.
    if (isDamage(thrown) && there === undefined) await place.takeBack(found).catch(() => undefined)
    if (isDamage(thrown) && there !== undefined) noteDamagedElsewhere(stateFolder, id, at.name)
    throw thrown
  }
  await noteThere(place, known.head)
  return { facts: findBundle(stateFolder, id), how: there === undefined ? 'whole' : 'there' }
}

async function getWhole<F>(place: WholePlace<F>, wanted: Wanted, work: MoveWork): Promise<MovedByPlace> {
  const { stateFolder, at } = place
  const { name, version } = wanted
  const newest = await place.findNewest(wanted, work)
  const bundle = version === undefined ? name : `${name}:${version}`
  if (newest === undefined) throw bundlesMessages.noBundleThere({ bundle, place: at.name })
  const { found, head } = newest
  const reading = { signal: work.signal, onBytes: work.onRead }
  const there = await readAgain({ to: stateFolder, toName: 'this laptop' }, head, reading)
  if (there !== undefined) return { facts: there, how: 'there' }
  await sweepBundles(stateFolder)
  requireRoomFor(place, head)
  const draft = newDraft(stateFolder, head.bundle)
  try {
    await place.bringInto(found, draft, work)
    await keepArrived(stateFolder, draft, head, reading)
  } catch (thrown) {
    await dropDraft(draft)
    throw thrown
  }
  await noteThere(place, head)
  return { facts: findBundle(stateFolder, head.bundle), how: 'whole' }
}

async function prove<F>(
  place: WholePlace<F>,
  { found, head }: { readonly found: F; readonly head: BundleHead },
  work: MoveWork,
): Promise<void> {
  const draft = newDraft(place.stateFolder, head.bundle)
  try {
    await place.bringInto(found, draft, work)
    await requireAsListed(draft.tree, head, { signal: work.signal, onBytes: work.onRead })
  } finally {
    await dropDraft(draft)
  }
}

/** The other laptop may have deleted it there while it was compared here. */
async function noteThere<F>({ stateFolder, at, has }: WholePlace<F>, head: BundleHead): Promise<void> {
  if (!(await has(head))) throw bundlesMessages.noBundleThere({ bundle: bundleText(head.bundle), place: at.name })
  noteElsewhere(stateFolder, head.bundle, at)
}

function requireRoomFor<F>({ stateFolder, at, roomForEach }: WholePlace<F>, head: BundleHead): void {
  requireRoom(stateFolder, { head, place: at.name, bytes: head.bytes * roomForEach })
}

interface NeededRoom {
  readonly head: BundleHead
  readonly place: string
  readonly bytes: number
}

/** What is brought back shares nothing with what is here, and some is left for others. AppError "disk-full". */
export function requireRoom(folder: string, { head, place, bytes }: NeededRoom): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < bytes + 256 * 2 ** 20)
    throw bundlesMessages.noRoomToRead({ bundle: bundleText(head.bundle), place, bytes })
}
