/**
 * Moves nested subvolumes, which stay as they are now, from the old tree onto their placeholders in the new one. Their
 * places are read from the disk, so this can be interrupted anywhere and repeated.
 */
import type { Message } from '../../../../kernel/message.ts'
import { lchownSync, lstatSync, mkdirSync, type Stats } from 'node:fs'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { listOwnReadOnlyIds } from '../../../../commons/snapshot-sets/on-machine/whose-subvolume.ts'
import {
  listReadOnlyIds,
  listSubvolumes,
  resolveSubvolume,
  setReadOnly,
  syncFileSystem,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { treeNameBelowTop, type RollbackContext } from '../state/context.ts'
import { writeJournal, type RollbackJournal } from '../state/operation.ts'
import { isPlaceholder, putAt, withFolder, withParent } from './safe-place.ts'
import { rollbackMessages } from '../../messages.ts'

export interface Child {
  readonly id: number
  /** Within the tree. */
  readonly path: BytePath
  readonly readOnly: boolean
}

/** Subvolumes directly inside the tree at `treeName`, as btrfs lists them. */
export async function childrenOf(
  context: RollbackContext,
  treeId: number,
  treeName: BytePath,
): Promise<readonly Child[]> {
  const [all, readOnly] = await Promise.all([
    listSubvolumes(context.top, context.options),
    listReadOnlyIds(context.top, context.options),
  ])
  const children: Child[] = []
  for (const { id, parentId } of all) {
    if (parentId !== treeId) continue
    const whole = await resolveSubvolume(id, context.top, context.options)
    // A name with a newline can forge a line of the list, so each is checked to be in the tree.
    if (whole?.startsWith(`${treeName}/`) !== true || children.some((child) => child.id === id)) continue
    children.push({ id, path: whole.slice(treeName.length + 1), readOnly: readOnly.has(id) })
  }
  return children
}

/** Returns what stays in the old tree. */
export async function moveNestedSubvolumes(
  context: RollbackContext,
  journal: RollbackJournal,
): Promise<readonly Message[]> {
  const notes: Message[] = []
  const own = await listOwnReadOnlyIds(context.top, context.options)
  const moving = await notingClosed(context, journal, own)
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    const oldName = treeNameBelowTop(context, journal, index)
    for (const child of await childrenOf(context, subvolume.oldId, oldName)) {
      if (journal.subvolumes.some(({ oldId }) => oldId === child.id)) continue
      const why = await carryOne(moving, `${oldName}/${child.path}`, `${subvolume.name}/${child.path}`, child)
      if (why !== undefined)
        notes.push(rollbackMessages.nestedStays({ title: subvolume.title, path: textFromBytePath(child.path), why }))
      await context.stop(`${textFromBytePath(child.path)} carried`)
    }
  }
  await closeAll(moving, journal)
  await syncFileSystem(context.top, context.options)
  await context.stop('nested on the disk')
  return notes
}

interface Moving {
  readonly context: RollbackContext
  /** Those that are to be read-only in the end. */
  readonly closed: ReadonlySet<number>
}

/** Before one of them is made writable, it is in the journal: whoever finds that closes it again. */
async function notingClosed(
  context: RollbackContext,
  journal: RollbackJournal,
  closed: ReadonlySet<number>,
): Promise<Moving> {
  const inside: number[] = []
  for (const [index, { oldId, newId, name }] of journal.subvolumes.entries()) {
    inside.push(...(await childrenOf(context, oldId, treeNameBelowTop(context, journal, index))).map(({ id }) => id))
    if (newId !== undefined) inside.push(...(await childrenOf(context, newId, name)).map(({ id }) => id))
  }
  const noted = new Set([...journal.closed, ...inside.filter((id) => closed.has(id))])
  if (noted.size > 0) writeJournal(context.stateFolder, { ...journal, closed: [...noted] })
  return { context, closed: noted }
}

type WhyStays = 'read-only' | 'no-place' | 'mounted'

async function carryOne(moving: Moving, from: BytePath, to: BytePath, child: Child): Promise<WhyStays | undefined> {
  const { context, closed } = moving
  // A snapshot, which another tool looks for where it is.
  if (child.readOnly && !closed.has(child.id)) return 'read-only'
  if (!isPlaceholder(context.top, to)) return 'no-place'
  try {
    await move(moving, { id: child.id, from, to })
    return undefined
  } catch (error) {
    if (isErrno(error, 'EBUSY')) return 'mounted'
    throw error
  }
}

/** For a rollback that is taken back after the exchange: moves nested subvolumes back into the old tree. */
export async function moveNestedSubvolumesBack(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  // None but those that were moved is in the new tree.
  const moving = await notingClosed(context, journal, await listReadOnlyIds(context.top, context.options))
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    if (subvolume.newId === undefined) continue
    const oldName = treeNameBelowTop(context, journal, index)
    for (const child of await childrenOf(context, subvolume.newId, subvolume.name)) {
      if (journal.subvolumes.some(({ newId }) => newId === child.id)) continue
      const [from, to] = [`${subvolume.name}/${child.path}`, `${oldName}/${child.path}`]
      await move(moving, { id: child.id, from, to })
    }
  }
  await closeAll(moving, journal)
  await syncFileSystem(context.top, context.options)
}

/** Also those that were moved by a program that was killed before it closed them. */
async function closeAll({ context, closed }: Moving, journal: RollbackJournal): Promise<void> {
  if (closed.size === 0) return
  for (const [index, { oldId, newId, name }] of journal.subvolumes.entries()) {
    await closeInside({ context, closed }, oldId, treeNameBelowTop(context, journal, index))
    if (newId !== undefined) await closeInside({ context, closed }, newId, name)
  }
}

async function closeInside({ context, closed }: Moving, treeId: number, treeName: BytePath): Promise<void> {
  for (const child of await childrenOf(context, treeId, treeName))
    if (closed.has(child.id) && !child.readOnly) await setReadOnlyAt(context, `${treeName}/${child.path}`, true)
}

async function setReadOnlyAt({ top, options }: RollbackContext, name: BytePath, value: boolean): Promise<void> {
  await withFolder(top, name, (open) => setReadOnly(open, value, options))
}

/**
 * Makes an empty folder in the old tree for each nested subvolume that was moved, so that its archive has placeholders
 * as any snapshot has. Only when the old tree is no longer mounted.
 */
export async function markPlaces(context: RollbackContext, journal: RollbackJournal, index: number): Promise<void> {
  const subvolume = journal.subvolumes[index]
  if (subvolume?.newId === undefined) return
  for (const child of await childrenOf(context, subvolume.newId, subvolume.name)) {
    const { uid, gid, mode } = (await withFolder(context.top, `${subvolume.name}/${child.path}`, statOf)) ?? {}
    const around = child.path.includes('/') ? child.path.slice(0, child.path.lastIndexOf('/')) : ''
    const oldName = [treeNameBelowTop(context, journal, index), around].filter((piece) => piece !== '').join('/')
    const isThere = await withFolder(context.top, oldName, () => Promise.resolve(true))
    if (isThere !== true || uid === undefined || gid === undefined) continue
    await withParent(context.top, `${treeNameBelowTop(context, journal, index)}/${child.path}`, (leaf) => {
      const folder = bufferFromBytePath(leaf)
      if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return
      mkdirSync(folder, { mode })
      lchownSync(folder, uid, gid)
    })
  }
}

function statOf(_open: string, stat: Stats): Promise<Stats> {
  return Promise.resolve(stat)
}

/** A read-only one cannot be moved to another folder. Made writable like this, one that was received stays what it is. */
async function move(
  { context, closed }: Moving,
  { id, from, to }: { readonly id: number; readonly from: BytePath; readonly to: BytePath },
): Promise<void> {
  const isClosed = closed.has(id)
  if (isClosed) {
    await setReadOnlyAt(context, from, false)
    await context.stop(`${textFromBytePath(from)} opened`)
  }
  try {
    await withParent(context.top, from, (one) => putAt(context.top, to, one, context.options))
  } catch (thrown) {
    if (isClosed) await setReadOnlyAt(context, from, true)
    throw thrown
  }
  if (isClosed) await setReadOnlyAt(context, to, true)
}
