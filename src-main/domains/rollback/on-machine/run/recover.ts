/** How a rollback ends: carried through or taken back, whichever the disk says; told, and nothing of it left lying about. */
import { restoreHolder } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { formatExactTime } from '../../../../kernel/format-exact-time.ts'
import { moveNestedSubvolumes, moveNestedSubvolumesBack } from './move-nested-subvolumes.ts'
import { deleteReplaced } from './delete-replaced.ts'
import { giveNames, whoHasTheName, type Side } from './exchange-trees.ts'
import { findUsers } from '../in-use/find-users.ts'
import type { Ground } from '../state/ground.ts'
import { outerParts } from '../plan/inner-subvolumes.ts'
import { archiveReplaced, keepSeen } from './archive-replaced.ts'
import { discardTrees } from './make-trees.ts'
import { describeMounts, mountsOf, stillUsed, unmountPart } from '../in-use/subvolume-mounts.ts'
import {
  readJournal,
  readOrder,
  removeJournal,
  removeOrder,
  writeLast,
  type Journal,
  type Last,
  type PartProgress,
} from '../state/operation.ts'
import { letGoOfSets, save, seeNew, seeOld, titlesOf } from './perform.ts'
import type { Surroundings } from '../state/context.ts'

/** The new trees have the names and are seen: what was there before is kept, and it is told. */
export async function finish(ground: Ground, around: Surroundings, journal: Journal): Promise<Last> {
  const carried = await moveNestedSubvolumes(ground, journal)
  const told = save(ground, { ...journal, notes: [...new Set([...journal.notes, ...carried])] })
  await requireUnseen(ground, around, told)
  const kept = await archiveReplaced(ground, told)
  const notes = [...told.notes, ...(await deleteReplaced(ground, told, kept))]
  const last = lastOf(told, 'done', [
    `Rolled back to ${formatExactTime(told.setAt)}: ${titlesOf(told)}. What was there before is kept as a snapshot.`,
    ...notes,
  ])
  return end(ground, around, told, { ...last, keptSet: told.keptSet })
}

/** Nobody may still write into what is about to be called "before". */
async function requireUnseen(ground: Ground, around: Surroundings, journal: Journal): Promise<void> {
  for (const [, part] of outerParts(journal.parts)) {
    if (mountsOf(part.oldId, around).length > 0) throw stillUsed(`what is mounted at ${part.path}`)
  }
  await ground.stop('nobody sees the old')
}

/** Everything as it was. `why` is a sentence for the person. */
export async function takeBack(ground: Ground, around: Surroundings, journal: Journal, why: string): Promise<Last> {
  if (journal.stage !== 'trees') await giveBack(ground, around, journal)
  await discardTrees(ground, journal)
  restoreHolder(ground.stateFolder, journal.holderBefore, journal.startedAt)
  await ground.stop('taken back')
  return end(ground, around, journal, lastOf(journal, 'taken-back', [why, 'Everything is as it was.']))
}

async function giveBack(ground: Ground, around: Surroundings, journal: Journal): Promise<void> {
  const seen = await seenTrees(ground, around, journal)
  const hidden = await hideNew(ground, around, journal)
  await moveNestedSubvolumesBack(ground, hidden)
  await giveNames(ground, hidden, 'old')
  await keepSeen(ground, hidden, seen)
  if (hidden.bootId === around.bootId) await seeOld(ground, around, hidden)
}

/** New trees that people could get at, and may have worked in. */
async function seenTrees(ground: Ground, around: Surroundings, journal: Journal): Promise<readonly number[]> {
  return (await lookAtNames(ground, journal)).flatMap(([index, { newId, oldId, unmounted }, side]) => {
    if (side === 'old' || newId === undefined) return []
    const isMountedByItself = unmounted.length > 0 || mountsOf(oldId, around).length > 0
    return mountsOf(newId, around).length > 0 || !isMountedByItself ? [index] : []
  })
}

/** What sees a new tree must not go on writing into it when it is thrown away. */
async function hideNew(ground: Ground, around: Surroundings, journal: Journal): Promise<Journal> {
  const saved = noteMounts(ground, around, journal, ({ newId }) => newId)
  for (const part of saved.parts.toReversed()) {
    if (part.newId === undefined) continue
    if (!(await unmountPart(part, part.newId, around, ground.options)))
      throw stillUsed(`what is mounted at ${part.path}`)
  }
  return saved
}

/**
 * For a journal that nobody works at any more: carried through when everything or anything is exchanged and the rest can be,
 * taken back otherwise. Throws when neither can be done now; the journal stays, and it is tried again at the next start.
 */
export async function recover(ground: Ground, around: Surroundings, journal: Journal, why: string): Promise<Last> {
  if (journal.stage === 'trees') return takeBack(ground, around, journal, why)
  const sides = await lookAtNames(ground, journal)
  if (sides.every(([, , side]) => side === 'old')) return takeBack(ground, around, journal, why)
  if (sides.every(([, , side]) => side === 'new')) return goOn(ground, around, journal)
  const opened = await exchangeRest(ground, around, journal)
  return opened === undefined
    ? takeBack(ground, around, readJournal(ground.stateFolder) ?? journal, why)
    : goOn(ground, around, opened)
}

/** Undefined when the rest cannot be exchanged now. */
async function exchangeRest(ground: Ground, around: Surroundings, journal: Journal): Promise<Journal | undefined> {
  try {
    const opened = await openRest(ground, around, journal)
    await giveNames(ground, opened, 'new')
    return opened
  } catch (thrown) {
    around.log(toAppError(thrown))
    return undefined
  }
}

/** Some are exchanged and some are not: those that are not are unmounted as before an exchange, if nobody is in them. */
async function openRest(ground: Ground, around: Surroundings, journal: Journal): Promise<Journal> {
  const saved = noteMounts(ground, around, journal, ({ oldId }) => oldId)
  for (const [, part, side] of await lookAtNames(ground, saved)) {
    if (side === 'new') continue
    const { words } = await findUsers(part, around, ground.options, {
      root: ground.top,
      base: part.name,
      name: part.name,
    })
    const [first] = words
    if (first !== undefined) throw stillUsed(first)
    if (!(await unmountPart(part, part.oldId, around, ground.options))) throw stillUsed('a program')
  }
  return saved
}

/** Adds what is mounted now, in this boot, to what has to be mounted again. */
function noteMounts(
  ground: Ground,
  around: Surroundings,
  journal: Journal,
  idOf: (part: PartProgress) => number | undefined,
): Journal {
  const parts = journal.parts.map((part) => {
    const id = idOf(part)
    const ofThisBoot = journal.bootId === around.bootId ? part.unmounted : []
    const seen = id === undefined ? [] : describeMounts(part, id, around)
    const known = new Set(seen.map(({ target }) => target))
    return { ...part, unmounted: [...ofThisBoot.filter(({ target }) => !known.has(target)), ...seen] }
  })
  return save(ground, { ...journal, parts, bootId: around.bootId })
}

async function lookAtNames(
  ground: Ground,
  journal: Journal,
): Promise<readonly (readonly [number, PartProgress, Side])[]> {
  const seen: (readonly [number, PartProgress, Side])[] = []
  for (const [index, part] of outerParts(journal.parts))
    seen.push([index, part, await whoHasTheName(ground, part)] as const)
  return seen
}

/** What is mounted decides in the end: a system that still sees the old one gets its name back. */
async function goOn(ground: Ground, around: Surroundings, journal: Journal): Promise<Last> {
  const stillOld = outerParts(journal.parts).filter(([, part]) => mountsOf(part.oldId, around).length > 0)
  const [first] = stillOld
  if (first !== undefined) {
    const [, { title }] = first
    return takeBack(ground, around, journal, `The laptop went on using what was at ${title} before.`)
  }
  if (journal.bootId === around.bootId) await seeNew(ground, around, journal)
  return finish(ground, around, save(ground, { ...journal, stage: 'after' }))
}

function lastOf({ operationId, setId, setAt, parts }: Journal, result: Last['result'], words: readonly string[]): Last {
  return {
    version: 1,
    operationId,
    setId,
    setAt,
    parts: parts.map(({ part }) => part),
    endedAt: new Date().toISOString(),
    result,
    text: words.join(' '),
  }
}

/** The journal goes last: until then everything here is done again after a death. */
async function end(ground: Ground, around: Surroundings, journal: Journal, last: Last): Promise<Last> {
  const { stateFolder } = ground
  const waits = last.result !== 'done' && readOrder(stateFolder)?.operationId === journal.operationId
  // An order that waits for the next start goes on waiting when it was only interrupted.
  if (!waits) {
    writeLast(stateFolder, last)
    await ground.stop('end written')
    if (readOrder(stateFolder)?.operationId === journal.operationId) removeOrder(stateFolder)
    letGoOfSets(stateFolder, journal.operationId)
  }
  // After a restart they were started with everything else, or are not meant to run.
  if (journal.bootId === around.bootId) for (const unit of journal.stopped) await around.startUnit(unit)
  removeJournal(stateFolder)
  await ground.stop('journal removed')
  return last
}
