/**
 * Subvolumes inside the one that is replaced stay as they are now: each is moved from the old tree onto the empty folder that
 * the new one has in its place. Where each is, is seen on the disk, so it can be broken off anywhere and done again.
 */
import { lchownSync, lstatSync, mkdirSync, renameSync, type Stats } from 'node:fs'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import {
  listReadOnlyIds,
  listSubvolumes,
  resolveSubvolume,
  syncFileSystem,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { treeNameBelowTop, type Ground } from '../state/ground.ts'
import type { Journal, PartProgress } from '../state/operation.ts'
import { isPlaceholder, withFolder, withParent } from './safe-place.ts'

export interface Child {
  readonly id: number
  /** Within the tree. */
  readonly path: BytePath
  readonly readOnly: boolean
}

/** Subvolumes directly inside the tree at `treeName`, by what the file system says of them. */
export async function childrenOf(ground: Ground, treeId: number, treeName: BytePath): Promise<readonly Child[]> {
  const [all, readOnly] = await Promise.all([
    listSubvolumes(ground.top, ground.options),
    listReadOnlyIds(ground.top, ground.options),
  ])
  const children: Child[] = []
  for (const { id, parentId } of all) {
    if (parentId !== treeId) continue
    const whole = await resolveSubvolume(id, ground.top, ground.options)
    // A name with a newline can make a line of its own in the list: only what resolves into the tree is one.
    if (whole?.startsWith(`${treeName}/`) !== true || children.some((child) => child.id === id)) continue
    children.push({ id, path: whole.slice(treeName.length + 1), readOnly: readOnly.has(id) })
  }
  return children
}

/** Returns sentences about what stays behind in the tree from before. */
export async function moveNestedSubvolumes(ground: Ground, journal: Journal): Promise<readonly string[]> {
  const notes: string[] = []
  for (const [index, part] of journal.parts.entries()) {
    const oldName = treeNameBelowTop(ground, journal, index)
    for (const child of await childrenOf(ground, part.oldId, oldName)) {
      if (journal.parts.some(({ oldId }) => oldId === child.id)) continue
      const why = await carryOne(ground, `${oldName}/${child.path}`, `${part.name}/${child.path}`, child)
      if (why !== undefined) notes.push(stays(part, child, why))
      await ground.stop(`${textFromBytePath(child.path)} carried`)
    }
  }
  await syncFileSystem(ground.top, ground.options)
  await ground.stop('nested on the disk')
  return notes
}

async function carryOne(ground: Ground, from: BytePath, to: BytePath, child: Child): Promise<string | undefined> {
  // A read-only one cannot be moved to another folder, and its flag is not ours to take off.
  if (child.readOnly) return 'it is read-only and cannot be moved'
  if (!isPlaceholder(ground.top, to)) return 'the snapshot has no place for it'
  try {
    await move(ground, from, to)
    return undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') return 'it is mounted by itself'
    throw error
  }
}

/** For a rollback that is taken back after the exchange: what was carried into the new tree returns to the old one. */
export async function moveNestedSubvolumesBack(ground: Ground, journal: Journal): Promise<void> {
  for (const [index, part] of journal.parts.entries()) {
    if (part.newId === undefined) continue
    const oldName = treeNameBelowTop(ground, journal, index)
    for (const child of await childrenOf(ground, part.newId, part.name)) {
      if (journal.parts.some(({ newId }) => newId === child.id)) continue
      await move(ground, `${part.name}/${child.path}`, `${oldName}/${child.path}`)
    }
  }
  await syncFileSystem(ground.top, ground.options)
}

/**
 * An empty folder in the old tree in place of each that was carried out of it, so that what is kept of the old tree has a
 * place for it as any snapshot has. Only when nobody sees the old tree any more.
 */
export async function markPlaces(ground: Ground, journal: Journal, index: number): Promise<void> {
  const part = journal.parts[index]
  if (part?.newId === undefined) return
  for (const child of await childrenOf(ground, part.newId, part.name)) {
    const { uid, gid, mode } = (await withFolder(ground.top, `${part.name}/${child.path}`, statOf)) ?? {}
    const around = child.path.includes('/') ? child.path.slice(0, child.path.lastIndexOf('/')) : ''
    const oldName = [treeNameBelowTop(ground, journal, index), around].filter((piece) => piece !== '').join('/')
    const isThere = await withFolder(ground.top, oldName, () => Promise.resolve(true))
    if (isThere !== true || uid === undefined || gid === undefined) continue
    await withParent(ground.top, `${treeNameBelowTop(ground, journal, index)}/${child.path}`, (leaf) => {
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

function move(ground: Ground, from: BytePath, to: BytePath): Promise<void> {
  return withParent(ground.top, from, (one) =>
    withParent(ground.top, to, (other) => renameSync(bufferFromBytePath(one), bufferFromBytePath(other))),
  )
}

function stays({ title }: PartProgress, { path }: Child, why: string): string {
  return `The subvolume ${textFromBytePath(path)} inside ${title} stays with what was there before, because ${why}.`
}
