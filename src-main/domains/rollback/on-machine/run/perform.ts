/** Performs a rollback from its order. After any failure or kill, `recover` finishes it or takes it back. */
import { removeHold, writeHold } from '../../../../commons/snapshot-sets/on-machine/holds.ts'
import { makeSetName } from '../../../../commons/snapshot-sets/set-name.ts'
import { readLedgerFile } from '../../../../commons/ledger/on-machine/ledger-file.ts'
import { makeHolderUnclear, markUndone } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import { moveNestedSubvolumes } from './move-nested-subvolumes.ts'
import { giveNames } from './exchange-trees.ts'
import { findUsers } from '../in-use/find-users.ts'
import { treeNameBelowTop, type RollbackContext } from '../state/context.ts'
import { outerSubvolumes } from '../plan/inner-subvolumes.ts'
import { holdSyncthing } from './hold-syncthing.ts'
import { makeTrees } from './make-trees.ts'
import { describeMounts, mountSubvolume, unmountSubvolume } from '../in-use/subvolume-mounts.ts'
import { writeJournal, type RollbackJournal, type Order, type SubvolumeProgress } from '../state/operation.ts'
import type { Users } from '../in-use/users.ts'
import { rollbackMessages, type User } from '../../messages.ts'

/** Until the new trees are in place, on disk and mounted. `finish` does the rest. */
export async function performNow(context: RollbackContext, order: Order): Promise<RollbackJournal> {
  let journal = begin(context, order)
  await context.stop('journal written')
  journal = await empty(context, journal)
  journal = await prepare(context, journal)
  journal = save(context, {
    ...journal,
    subvolumes: journal.subvolumes.map((subvolume, index) =>
      isOuter(journal, index)
        ? { ...subvolume, unmounted: describeMounts(subvolume, subvolume.oldId, context) }
        : subvolume,
    ),
  })
  await context.stop('mounts written')
  for (const [, subvolume] of outerSubvolumes(journal.subvolumes).toReversed()) {
    if (!(await unmountSubvolume(subvolume, subvolume.oldId, context, context.options)))
      throw rollbackMessages.stillUsed({ user: { kind: 'unknown-program' } })
    await context.stop('unmounted')
  }
  await giveNames(context, journal, 'new')
  await seeNew(context, journal)
  await requireNobodyInOld(context, journal)
  return finishExchange(context, journal)
}

/** A subvolume without its own mount cannot be unmounted, so it may be in use again since it was checked. */
async function requireNobodyInOld(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  for (const [index, subvolume] of outerSubvolumes(journal.subvolumes)) {
    const base = treeNameBelowTop(context, journal, index)
    const { users, ours } = await findUsers(subvolume, context, context.options, {
      root: context.top,
      base,
      name: base,
    })
    const [user] = [...users, ...ours.map(asUser)]
    if (user !== undefined) throw rollbackMessages.stillUsed({ user })
  }
}

/**
 * At shutdown: the system goes down with the old trees mounted, and writes to them until the end. The next start mounts
 * the new ones, and finishes.
 */
export async function performAtEnd(context: RollbackContext, order: Order): Promise<RollbackJournal> {
  let journal = begin(context, order)
  await context.stop('journal written')
  journal = await prepare(context, journal)
  await giveNames(context, journal, 'new')
  journal = finishExchange(context, journal)
  await context.stop('exchange written')
  return save(context, { ...journal, notes: [...journal.notes, ...(await moveNestedSubvolumes(context, journal))] })
}

export function begin(context: RollbackContext, order: Order): RollbackJournal {
  const { stateFolder } = context
  const startedAt = new Date().toISOString()
  const keptSet = makeSetName(Date.now(), order.operationId.split('-').at(-1) ?? order.operationId)
  holdSets(stateFolder, order, keptSet)
  return save(context, {
    ...order,
    bootId: context.bootId,
    startedAt,
    stage: 'trees',
    keptSet,
    holderBefore: readLedgerFile(stateFolder).holder,
    stopped: [],
    closed: [],
    notes: [],
    subvolumes: order.subvolumes.map((subvolume) => ({ ...subvolume, unmounted: [] })),
  })
}

export function holdSets(stateFolder: string, { operationId, setId, setAt }: Order, keptSet?: string): void {
  writeHold(stateFolder, holdName(operationId), {
    setId,
    why: rollbackMessages.holdForRollback({ at: setAt }),
  })
  if (keptSet === undefined) return
  writeHold(stateFolder, `${holdName(operationId)}-kept`, {
    setId: keptSet,
    why: rollbackMessages.holdReplaced({}),
  })
}

export function letGoOfSets(stateFolder: string, operationId: string): void {
  removeHold(stateFolder, `${holdName(operationId)}-kept`)
  removeHold(stateFolder, holdName(operationId))
}

function holdName(operationId: string): string {
  return `rollback-${operationId}`
}

export function save(context: RollbackContext, journal: RollbackJournal): RollbackJournal {
  writeJournal(context.stateFolder, journal)
  return journal
}

/** Frees the subvolume. Our own units are stopped, each journalled before, so that they are started again in any case. */
async function empty(context: RollbackContext, journal: RollbackJournal): Promise<RollbackJournal> {
  const { users, ours } = await usersOfAll(context, journal)
  if (users[0] !== undefined) throw rollbackMessages.stillUsed({ user: users[0] })
  if (ours.length === 0) return journal
  const saved = save(context, { ...journal, stopped: [...ours] })
  await context.stop('services written')
  for (const unit of ours) await context.stopUnit(unit)
  const rest = await usersOfAll(context, saved)
  const [user] = [...rest.users, ...rest.ours.map(asUser)]
  if (user !== undefined) throw rollbackMessages.stillUsed({ user })
  return saved
}

function asUser(unit: string): User {
  return { kind: 'service', what: unit }
}

async function usersOfAll(context: RollbackContext, { subvolumes }: RollbackJournal): Promise<Users> {
  const found = await Promise.all(subvolumes.map((subvolume) => findUsers(subvolume, context, context.options)))
  return {
    users: distinct(found.flatMap(({ users }) => users)),
    ours: [...new Set(found.flatMap(({ ours }) => ours))],
  }
}

/**
 * Once the trees are on disk, makes the holder unclear and forgets what was known of the contents, durably and before the
 * exchange: afterwards nothing may be planned from the old contents. A switch that is undone is as if it had not been: its
 * beginning has the latest work again, and what was equal before it is known.
 */
async function prepare(context: RollbackContext, begun: RollbackJournal): Promise<RollbackJournal> {
  const journal = save(context, { ...(await makeTrees(context, begun)), stage: 'exchange' })
  await context.stop('trees written')
  holdSyncthing(context, journal)
  await context.stop('syncthing held')
  changeHolder(context.stateFolder, journal)
  await context.stop('holder unclear')
  for (const { areas } of journal.subvolumes) await context.forget(areas, journal.undoes)
  await context.stop('contents forgotten')
  return journal
}

function changeHolder(stateFolder: string, journal: RollbackJournal): void {
  const { undoes, setAt, startedAt } = journal
  if (undoes !== undefined) markUndone(stateFolder, undoes, startedAt)
  else makeHolderUnclear(stateFolder, rollbackMessages.rolledBack({ at: setAt, titles: titlesOf(journal) }), startedAt)
}

export function titlesOf({ subvolumes }: Pick<RollbackJournal, 'subvolumes'>): string[] {
  return subvolumes.map(({ title }) => title)
}

/** Mounts again what was unmounted, and checks what is mounted. */
export async function seeNew(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  for (const [, subvolume] of outerSubvolumes(journal.subvolumes)) {
    await mountSubvolume(subvolume, newIdOf(subvolume), context, context.options)
    await context.stop('mounted')
  }
}

export async function seeOld(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  for (const [, subvolume] of outerSubvolumes(journal.subvolumes))
    await mountSubvolume(subvolume, subvolume.oldId, context, context.options)
}

function finishExchange(context: RollbackContext, journal: RollbackJournal): RollbackJournal {
  return save(context, { ...journal, stage: 'after' })
}

function newIdOf({ newId, title }: SubvolumeProgress): number {
  if (newId === undefined) throw new Error(`${title} was exchanged before its tree was made`)
  return newId
}

function isOuter(journal: RollbackJournal, index: number): boolean {
  return outerSubvolumes(journal.subvolumes).some(([outer]) => outer === index)
}
