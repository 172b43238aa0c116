/**
 * Moves files from the staging folder into a tree that its owner may be changing: every folder is held open and nothing
 * is reached by a path. Each name appears complete, by link(2) or rename(2). What is in its place is kept under another
 * name if it is not in the snapshot that was taken before. Cannot be stopped half-way: it takes seconds at most.
 */
import {
  closeSync,
  constants,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  type BigIntStats,
} from 'node:fs'
import type { AppError } from '../../../../kernel/app-error.ts'
import { bytePathFromBuffer, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { FileFacts } from '../../../../tools/find/find-facts.ts'
import { at, keepPresent, statOf, unlessInTheWay } from './keep-present.ts'
import { join } from '../search/name-index.ts'
import { factsOfStat } from '../tree/stat-facts.ts'
import { filesMessages } from '../../messages.ts'

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants

export interface PlaceRequest {
  readonly staged: string
  readonly liveRoot: string
  /** The selected entries, under their new names. */
  readonly chosen: ReadonlySet<BytePath>
  /** What was there when the plan was made, before the snapshot. */
  readonly present: ReadonlyMap<BytePath, FileFacts>
}

interface Placing extends PlaceRequest {
  readonly kept: BytePath[]
  /** Existing folders that were selected, or are below a selected one. */
  readonly merged: BytePath[]
  done: number
}

export interface Placed {
  readonly kept: readonly BytePath[]
  readonly merged: readonly BytePath[]
}

export async function placeStaged(request: PlaceRequest): Promise<Placed> {
  const placing: Placing = { ...request, kept: [], merged: [], done: 0 }
  const staged = openSync(request.staged, O_RDONLY | O_DIRECTORY)
  const live = openSync(request.liveRoot, O_RDONLY | O_DIRECTORY)
  try {
    await mergeFolder(placing, { staged, live, path: '', isChosen: false })
    return { kept: placing.kept, merged: placing.merged }
  } finally {
    closeSync(staged)
    closeSync(live)
  }
}

interface OpenFolders {
  readonly staged: number
  readonly live: number
  readonly path: BytePath
  /** It, or a folder around it, was selected. */
  readonly isChosen: boolean
}

async function mergeFolder(placing: Placing, folders: OpenFolders): Promise<void> {
  const names = readdirSync(`/proc/self/fd/${folders.staged}`, { encoding: 'buffer' })
  for (const name of names) await placeOne(placing, folders, bytePathFromBuffer(name))
}

async function placeOne(placing: Placing, folders: OpenFolders, name: BytePath): Promise<void> {
  if ((placing.done += 1) % 500 === 0) await letOthers()
  const path = join(folders.path, name)
  const isChosen = folders.isChosen || placing.chosen.has(path)
  const [from, to] = [at(folders.staged, name), at(folders.live, name)]
  // It may change in between. Then it is checked again.
  for (let tries = 1; tries <= 20; tries += 1) {
    const present = statOf(to)
    const wanted = statOf(from)
    if (wanted === undefined) return
    if (wanted.isDirectory() && present?.isDirectory() === true) {
      await enter(placing, { ...folders, path, isChosen }, name)
      return
    }
    if (present !== undefined && !isChosen) throw blockedWay(path)
    if (
      present === undefined ? putNew(from, to, wanted) : putOver(placing, { from, to, wanted, present, path, folders })
    )
      return
  }
  throw restless(path)
}

async function enter(placing: Placing, folders: OpenFolders, name: BytePath): Promise<void> {
  const [staged, live] = [folders.staged, folders.live].map((folder) => openFolder(at(folder, name)))
  try {
    if (staged === undefined || live === undefined) throw blockedWay(folders.path)
    if (folders.isChosen) placing.merged.push(folders.path)
    await mergeFolder(placing, { ...folders, staged, live })
  } finally {
    for (const descriptor of [staged, live]) if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Places it where nothing is. False if something appeared meanwhile. Renaming a folder replaces at most an empty one. */
function putNew(from: Buffer, to: Buffer, wanted: BigIntStats): boolean {
  return unlessInTheWay(() => {
    if (wanted.isDirectory()) {
      renameSync(from, to)
      return
    }
    linkSync(from, to)
    unlinkSync(from)
  })
}

interface Over {
  readonly from: Buffer
  readonly to: Buffer
  readonly wanted: BigIntStats
  readonly present: BigIntStats
  readonly path: BytePath
  readonly folders: OpenFolders
}

/** Whether the snapshot has what is there: not if it was selected itself, changed since the plan, or is a folder. */
function putOver(placing: Placing, { from, to, wanted, present, path, folders }: Over): boolean {
  const isKept =
    wanted.isDirectory() || present.isDirectory() || placing.chosen.has(path) || !isAsSeen(placing, path, present)
  if (!isKept) return unlessInTheWay(() => renameSync(from, to))
  const mustGo = present.isDirectory() || wanted.isDirectory()
  const kept = keepPresent(folders.live, { to, path, mustGo })
  if (kept === undefined) return false
  placing.kept.push(kept)
  return mustGo ? putNew(from, to, wanted) : unlessInTheWay(() => renameSync(from, to))
}

function isAsSeen({ present }: Placing, path: BytePath, stat: BigIntStats): boolean {
  const seen = present.get(path)
  const now = factsOfStat(stat)
  return seen?.inode === now.inode && seen.changed === now.changed && seen.bytes === now.bytes
}

function openFolder(place: Buffer): number | undefined {
  try {
    return openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  } catch {
    return undefined
  }
}

async function letOthers(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

function blockedWay(path: BytePath): AppError {
  return filesMessages.folderMoved({ path: textFromBytePath(path) })
}

function restless(path: BytePath): AppError {
  return filesMessages.keepsChanging({ path: textFromBytePath(path) })
}
