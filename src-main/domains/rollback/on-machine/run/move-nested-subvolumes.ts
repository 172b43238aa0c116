/**
 * Moves nested subvolumes, which stay as they are now, from the old tree onto their placeholders in the new one. Their
 * places are read from the disk, so this can be interrupted anywhere and repeated.
 */
import type { Message } from '../../../../kernel/message.ts'
import { lchownSync, lstatSync, mkdirSync, type Stats } from 'node:fs'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import {
  listReadOnlyIds,
  listSubvolumes,
  resolveSubvolume,
  syncFileSystem,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { treeNameBelowTop, type RollbackContext } from '../state/context.ts'
import type { RollbackJournal } from '../state/operation.ts'
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
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    const oldName = treeNameBelowTop(context, journal, index)
    for (const child of await childrenOf(context, subvolume.oldId, oldName)) {
      if (journal.subvolumes.some(({ oldId }) => oldId === child.id)) continue
      const why = await carryOne(context, `${oldName}/${child.path}`, `${subvolume.name}/${child.path}`, child)
      if (why !== undefined)
        notes.push(rollbackMessages.nestedStays({ title: subvolume.title, path: textFromBytePath(child.path), why }))
      await context.stop(`${textFromBytePath(child.path)} carried`)
    }
  }
  await syncFileSystem(context.top, context.options)
  await context.stop('nested on the disk')
  return notes
}

type WhyStays = 'read-only' | 'no-place' | 'mounted'

async function carryOne(
  context: RollbackContext,
  from: BytePath,
  to: BytePath,
  child: Child,
): Promise<WhyStays | undefined> {
  // A read-only one cannot be moved to another folder, and we do not clear its flag.
  if (child.readOnly) return 'read-only'
  if (!isPlaceholder(context.top, to)) return 'no-place'
  try {
    await move(context, from, to)
    return undefined
  } catch (error) {
    if (isErrno(error, 'EBUSY')) return 'mounted'
    throw error
  }
}

/** For a rollback that is taken back after the exchange: moves nested subvolumes back into the old tree. */
export async function moveNestedSubvolumesBack(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    if (subvolume.newId === undefined) continue
    const oldName = treeNameBelowTop(context, journal, index)
    for (const child of await childrenOf(context, subvolume.newId, subvolume.name)) {
      if (journal.subvolumes.some(({ newId }) => newId === child.id)) continue
      await move(context, `${subvolume.name}/${child.path}`, `${oldName}/${child.path}`)
    }
  }
  await syncFileSystem(context.top, context.options)
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

function move(context: RollbackContext, from: BytePath, to: BytePath): Promise<void> {
  return withParent(context.top, from, (one) => putAt(context.top, to, one, context.options))
}
