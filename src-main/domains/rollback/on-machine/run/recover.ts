/** Ends a rollback: finishes it or takes it back, depending on the disk, records the result and removes its files. */
import type { Message } from '../../../../kernel/message.ts'
import { restoreHolder } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import { moveNestedSubvolumes, moveNestedSubvolumesBack } from './move-nested-subvolumes.ts'
import { deleteReplaced } from './delete-replaced.ts'
import { giveNames, whoHasTheName, type ExchangeSide } from './exchange-trees.ts'
import { findUsers } from '../in-use/find-users.ts'
import type { RollbackContext } from '../state/context.ts'
import { outerSubvolumes } from '../plan/inner-subvolumes.ts'
import { archiveReplaced, keepSeen } from './archive-replaced.ts'
import { letGoOfSyncthing } from './hold-syncthing.ts'
import { discardTrees } from './make-trees.ts'
import { describeMounts, mountsOf, unmountSubvolume } from '../in-use/subvolume-mounts.ts'
import {
  readJournal,
  readOrder,
  removeJournal,
  removeOrder,
  writeLast,
  type RollbackJournal,
  type Last,
  type SubvolumeProgress,
  lastOf,
} from '../state/operation.ts'
import { letGoOfSets, save, seeNew, seeOld, titlesOf } from './perform.ts'
import { rollbackMessages } from '../../messages.ts'

/** The new trees have the names and are mounted: archives what was replaced, and records the result. */
export async function finish(context: RollbackContext, journal: RollbackJournal): Promise<Last> {
  const carried = await moveNestedSubvolumes(context, journal)
  const told = save(context, { ...journal, notes: distinct([...journal.notes, ...carried]) })
  await requireUnseen(context, told)
  const kept = await archiveReplaced(context, told)
  const notes = [...told.notes, ...(await deleteReplaced(context, told, kept))]
  const last = lastOf(told, 'done', [rollbackMessages.done({ at: told.setAt, titles: titlesOf(told) }), ...notes])
  return end(context, told, { ...last, keptSet: told.keptSet })
}

/** Nothing may still write to the old trees when they are archived. */
async function requireUnseen(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  for (const [, subvolume] of outerSubvolumes(journal.subvolumes)) {
    if (mountsOf(subvolume.oldId, context).length > 0)
      throw rollbackMessages.stillUsed({ user: { kind: 'mount', target: subvolume.path } })
  }
  await context.stop('nobody sees the old')
}

/** Takes everything back. `why` is for the person. */
export async function takeBack(context: RollbackContext, journal: RollbackJournal, why: Message): Promise<Last> {
  if (journal.stage !== 'trees') await giveBack(context, journal)
  letGoOfSyncthing(context, journal)
  await discardTrees(context, journal)
  restoreHolder(context.stateFolder, journal.holderBefore, journal.startedAt)
  await context.stop('taken back')
  return end(context, journal, lastOf(journal, 'taken-back', [why, rollbackMessages.everythingAsBefore({})]))
}

async function giveBack(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  const seen = await seenTrees(context, journal)
  const hidden = await hideNew(context, journal)
  await moveNestedSubvolumesBack(context, hidden)
  await giveNames(context, hidden, 'old')
  await keepSeen(context, hidden, seen)
  if (hidden.bootId === context.bootId) await seeOld(context, hidden)
}

/** New trees that were mounted, so that people may have worked in them. */
async function seenTrees(context: RollbackContext, journal: RollbackJournal): Promise<readonly number[]> {
  return (await lookAtNames(context, journal)).flatMap(([index, { newId, oldId, unmounted }, side]) => {
    if (side === 'old' || newId === undefined) return []
    const isMountedByItself = unmounted.length > 0 || mountsOf(oldId, context).length > 0
    return mountsOf(newId, context).length > 0 || !isMountedByItself ? [index] : []
  })
}

/** Nothing may still write to a new tree when it is deleted. */
async function hideNew(context: RollbackContext, journal: RollbackJournal): Promise<RollbackJournal> {
  const saved = noteMounts(context, journal, ({ newId }) => newId)
  for (const subvolume of saved.subvolumes.toReversed()) {
    if (subvolume.newId === undefined) continue
    if (!(await unmountSubvolume(subvolume, subvolume.newId, context, context.options)))
      throw rollbackMessages.stillUsed({ user: { kind: 'mount', target: subvolume.path } })
  }
  return saved
}

/**
 * For an abandoned journal: finishes the rollback when something is exchanged and the rest can be, takes it back
 * otherwise. Throws when neither is possible now: the journal stays, and the next start tries again.
 */
export async function recover(context: RollbackContext, journal: RollbackJournal, why: Message): Promise<Last> {
  if (journal.stage === 'trees') return takeBack(context, journal, why)
  const sides = await lookAtNames(context, journal)
  if (sides.every(([, , side]) => side === 'old')) return takeBack(context, journal, why)
  if (sides.every(([, , side]) => side === 'new')) return goOn(context, journal)
  const opened = await exchangeRest(context, journal)
  return opened === undefined
    ? takeBack(context, readJournal(context.stateFolder) ?? journal, why)
    : goOn(context, opened)
}

/** Undefined when the rest cannot be exchanged now. */
async function exchangeRest(context: RollbackContext, journal: RollbackJournal): Promise<RollbackJournal | undefined> {
  try {
    const opened = await openRest(context, journal)
    await giveNames(context, opened, 'new')
    return opened
  } catch (thrown) {
    context.log(toAppError(thrown))
    return undefined
  }
}

/** Some are exchanged and some are not: unmounts the others as before an exchange, if they are not in use. */
async function openRest(context: RollbackContext, journal: RollbackJournal): Promise<RollbackJournal> {
  const saved = noteMounts(context, journal, ({ oldId }) => oldId)
  for (const [, subvolume, side] of await lookAtNames(context, saved)) {
    if (side === 'new') continue
    const { users } = await findUsers(subvolume, context, context.options, {
      root: context.top,
      base: subvolume.name,
      name: subvolume.name,
    })
    const [user] = users
    if (user !== undefined) throw rollbackMessages.stillUsed({ user })
    if (!(await unmountSubvolume(subvolume, subvolume.oldId, context, context.options)))
      throw rollbackMessages.stillUsed({ user: { kind: 'unknown-program' } })
  }
  return saved
}

/** Adds what is mounted now, in this boot, to what has to be mounted again. */
function noteMounts(
  context: RollbackContext,
  journal: RollbackJournal,
  idOf: (subvolume: SubvolumeProgress) => number | undefined,
): RollbackJournal {
  const subvolumes = journal.subvolumes.map((subvolume) => {
    const id = idOf(subvolume)
    const ofThisBoot = journal.bootId === context.bootId ? subvolume.unmounted : []
    const seen = id === undefined ? [] : describeMounts(subvolume, id, context)
    const known = new Set(seen.map(({ target }) => target))
    return { ...subvolume, unmounted: [...ofThisBoot.filter(({ target }) => !known.has(target)), ...seen] }
  })
  return save(context, { ...journal, subvolumes, bootId: context.bootId })
}

async function lookAtNames(
  context: RollbackContext,
  journal: RollbackJournal,
): Promise<readonly (readonly [number, SubvolumeProgress, ExchangeSide])[]> {
  const seen: (readonly [number, SubvolumeProgress, ExchangeSide])[] = []
  for (const [index, subvolume] of outerSubvolumes(journal.subvolumes))
    seen.push([index, subvolume, await whoHasTheName(context, subvolume)] as const)
  return seen
}

/** What is mounted decides: if the old tree is still mounted, it gets its name back. */
async function goOn(context: RollbackContext, journal: RollbackJournal): Promise<Last> {
  const stillOld = outerSubvolumes(journal.subvolumes).filter(
    ([, subvolume]) => mountsOf(subvolume.oldId, context).length > 0,
  )
  const [first] = stillOld
  if (first !== undefined) {
    const [, { title }] = first
    return takeBack(context, journal, rollbackMessages.oldStillUsed({ title }))
  }
  if (journal.bootId === context.bootId) await seeNew(context, journal)
  return finish(context, save(context, { ...journal, stage: 'after' }))
}

/** The journal is removed last: until then everything here is repeated after a crash. */
async function end(context: RollbackContext, journal: RollbackJournal, last: Last): Promise<Last> {
  const { stateFolder } = context
  const waits = last.result !== 'done' && readOrder(stateFolder)?.operationId === journal.operationId
  // An order for the next start keeps waiting if it was only interrupted.
  if (!waits) {
    writeLast(stateFolder, last)
    await context.stop('end written')
    if (readOrder(stateFolder)?.operationId === journal.operationId) removeOrder(stateFolder)
    letGoOfSets(stateFolder, journal.operationId)
  }
  // After a restart they have been started with everything else, or are not meant to run.
  if (journal.bootId === context.bootId) for (const unit of journal.stopped) await context.startUnit(unit)
  removeJournal(stateFolder)
  await context.stop('journal removed')
  return last
}
