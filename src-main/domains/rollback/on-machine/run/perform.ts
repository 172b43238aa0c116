/** Rolling back, from the order to the end. After any failure, and after any death, `recover` looks and recovers it. */
import { removeHold, writeHold } from '../../../../commons/snapshot-sets/on-machine/holds.ts'
import { makeSetName } from '../../../../commons/snapshot-sets/set-name.ts'
import { readLedgerFile } from '../../../../commons/ledger/on-machine/ledger-file.ts'
import { makeHolderUnclear } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { formatExactTime } from '../../../../kernel/format-exact-time.ts'
import { moveNestedSubvolumes } from './move-nested-subvolumes.ts'
import { giveNames } from './exchange-trees.ts'
import { findUsers } from '../in-use/find-users.ts'
import { treeNameBelowTop, type Ground } from '../state/ground.ts'
import { outerParts } from '../plan/inner-subvolumes.ts'
import { makeTrees } from './make-trees.ts'
import { describeMounts, mountPart, stillUsed, unmountPart } from '../in-use/subvolume-mounts.ts'
import { writeJournal, type Journal, type Order, type PartProgress } from '../state/operation.ts'
import type { Surroundings } from '../state/context.ts'
import type { Users } from '../in-use/users.ts'

/** Up to the moment when the new trees are in place, on the disk and seen. What follows is `finish`. */
export async function performNow(ground: Ground, around: Surroundings, order: Order): Promise<Journal> {
  let journal = begin(ground, around, order)
  await ground.stop('journal written')
  journal = await empty(ground, around, journal)
  journal = await prepare(ground, around, journal)
  journal = save(ground, {
    ...journal,
    parts: journal.parts.map((part, index) =>
      isOuter(journal, index) ? { ...part, unmounted: describeMounts(part, part.oldId, around) } : part,
    ),
  })
  await ground.stop('mounts written')
  for (const [, part] of outerParts(journal.parts).toReversed()) {
    if (!(await unmountPart(part, part.oldId, around, ground.options))) throw stillUsed('a program')
    await ground.stop('unmounted')
  }
  await giveNames(ground, journal, 'new')
  await seeNew(ground, around, journal)
  await requireNobodyInOld(ground, around, journal)
  return finishExchange(ground, journal)
}

/** What is not mounted by itself cannot be unmounted: somebody may have come in since everybody was asked. */
async function requireNobodyInOld(ground: Ground, around: Surroundings, journal: Journal): Promise<void> {
  for (const [index, part] of outerParts(journal.parts)) {
    const base = treeNameBelowTop(ground, journal, index)
    const { words, ours } = await findUsers(part, around, ground.options, { root: ground.top, base, name: base })
    const [first] = [...words, ...ours]
    if (first !== undefined) throw stillUsed(first)
  }
}

/**
 * At the orderly end of the running system: it goes down with the old trees mounted, and what is still written goes to them.
 * The next start sees the new ones, looks, and finishes.
 */
export async function performAtEnd(ground: Ground, around: Surroundings, order: Order): Promise<Journal> {
  let journal = begin(ground, around, order)
  await ground.stop('journal written')
  journal = await prepare(ground, around, journal)
  await giveNames(ground, journal, 'new')
  journal = finishExchange(ground, journal)
  await ground.stop('exchange written')
  return save(ground, { ...journal, notes: [...journal.notes, ...(await moveNestedSubvolumes(ground, journal))] })
}

export function begin(ground: Ground, around: Surroundings, order: Order): Journal {
  const { stateFolder } = ground
  const startedAt = new Date().toISOString()
  const keptSet = makeSetName(Date.now(), order.operationId.split('-').at(-1) ?? order.operationId)
  holdSets(stateFolder, order, keptSet)
  return save(ground, {
    ...order,
    bootId: around.bootId,
    startedAt,
    stage: 'trees',
    keptSet,
    holderBefore: readLedgerFile(stateFolder).holder,
    stopped: [],
    notes: [],
    parts: order.parts.map((part) => ({ ...part, unmounted: [] })),
  })
}

export function holdSets(stateFolder: string, { operationId, setId, setAt }: Order, keptSet?: string): void {
  const when = formatExactTime(setAt)
  writeHold(stateFolder, holdName(operationId), {
    setId,
    why: `A rollback to ${when} that is not finished needs it.`,
  })
  if (keptSet === undefined) return
  writeHold(stateFolder, `${holdName(operationId)}-kept`, {
    setId: keptSet,
    why: `It keeps what was there before a rollback that is not finished.`,
  })
}

export function letGoOfSets(stateFolder: string, operationId: string): void {
  removeHold(stateFolder, `${holdName(operationId)}-kept`)
  removeHold(stateFolder, holdName(operationId))
}

function holdName(operationId: string): string {
  return `rollback-${operationId}`
}

export function save(ground: Ground, journal: Journal): Journal {
  writeJournal(ground.stateFolder, journal)
  return journal
}

/** Nobody is in it afterwards. What is ours is stopped, each written down before, so that it is started again whatever happens. */
async function empty(ground: Ground, around: Surroundings, journal: Journal): Promise<Journal> {
  const { words, ours } = await usersOfAll(ground, around, journal)
  if (words[0] !== undefined) throw stillUsed(words[0])
  if (ours.length === 0) return journal
  const saved = save(ground, { ...journal, stopped: [...ours] })
  await ground.stop('services written')
  for (const unit of ours) await around.stopUnit(unit)
  const rest = await usersOfAll(ground, around, saved)
  const [first] = [...rest.words, ...rest.ours]
  if (first !== undefined) throw stillUsed(first)
  return saved
}

async function usersOfAll(ground: Ground, around: Surroundings, { parts }: Journal): Promise<Users> {
  const found = await Promise.all(parts.map((part) => findUsers(part, around, ground.options)))
  return {
    words: [...new Set(found.flatMap(({ words }) => words))],
    ours: [...new Set(found.flatMap(({ ours }) => ours))],
  }
}

/**
 * The trees are on the disk, and so is it that this laptop is not simply the holder and that what was known of its contents is
 * forgotten: before the exchange, for afterwards nothing may be planned from what was there before.
 */
async function prepare(ground: Ground, around: Surroundings, begun: Journal): Promise<Journal> {
  const journal = save(ground, { ...(await makeTrees(ground, begun)), stage: 'exchange' })
  await ground.stop('trees written')
  const why = `Rolled back to ${formatExactTime(journal.setAt)}: ${titlesOf(journal)}.`
  makeHolderUnclear(ground.stateFolder, why, journal.startedAt)
  await ground.stop('holder unclear')
  for (const { areas } of journal.parts) await around.forget(areas)
  await ground.stop('contents forgotten')
  return journal
}

/** "Home files, System" */
export function titlesOf({ parts }: Pick<Journal, 'parts'>): string {
  return parts.map(({ title }) => title).join(', ')
}

/** Mounts again what was unmounted, and believes only what is seen. */
export async function seeNew(ground: Ground, around: Surroundings, journal: Journal): Promise<void> {
  for (const [, part] of outerParts(journal.parts)) {
    await mountPart(part, newIdOf(part), around, ground.options)
    await ground.stop('mounted')
  }
}

export async function seeOld(ground: Ground, around: Surroundings, journal: Journal): Promise<void> {
  for (const [, part] of outerParts(journal.parts)) await mountPart(part, part.oldId, around, ground.options)
}

function finishExchange(ground: Ground, journal: Journal): Journal {
  return save(ground, { ...journal, stage: 'after' })
}

function newIdOf({ newId, title }: PartProgress): number {
  if (newId === undefined) throw new Error(`${title} was exchanged before its tree was made`)
  return newId
}

function isOuter(journal: Journal, index: number): boolean {
  return outerParts(journal.parts).some(([outer]) => outer === index)
}
