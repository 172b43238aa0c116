/**
 * What was fetched from the other laptop: a subvolume of our own on the file system of /home, which root alone can reach,
 * and which no snapshot of the system includes. The transfers of /home lead from `outgoing` there to `incoming` here.
 */
import {
  existsSync,
  renameSync,
  rmSync,
  symlinkSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
} from 'node:fs'
import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { switchIdSchema } from '../../../commons/ledger/verbs.ts'
import { homeManner } from '../../../commons/transfers/on-machine/home-transfers.ts'
import type { TransferArea } from '../../../commons/transfers/transfer-area.ts'
import { type BytePath, bufferFromBytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { createSubvolume, isSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { setNocow } from '../../../tools/files/lsattr.ts'
import { openInside } from '../../../tools/files/safe-path.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { keepOneName } from '../../../tools/find/keep-one-name.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { homeMessages } from '../messages.ts'
import { forgetAllFetched, forgetFetched, hasFetched, removeFetched } from './memory/fetched-files.ts'
import { homeFolder, makeFolder, sparseFolder } from './scan/home-folders.ts'

const ownState = '/var/lib/pc-switcher/root'

export const homeTransfers: TransferArea = {
  id: 'home',
  sendFolder: outgoingLink(ownState),
  receiveFolder: incomingFolder(ownState),
  manner: {
    options: [...homeManner.options, '--inplace', '--ignore-times', '--force'],
    // --inplace reaches the receiver as --partial too.
    allowed: [...homeManner.allowed, 'inplace', 'partial', 'ignore-times', 'force'],
  },
}

const noteSchema = z.object({ version: z.literal(1), switchId: switchIdSchema })

function incomingFolder(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'incoming')
}

function outgoingLink(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'outgoing')
}

export function hasIncoming(stateFolder: string, switchId: string): boolean {
  return recallState(noteState(stateFolder))?.switchId === switchId && existsSync(incomingFolder(stateFolder))
}

/** Where what this laptop fetched is, whichever switch it was for. It may be missing. */
export function incomingPlace(stateFolder: string): string {
  return incomingFolder(stateFolder)
}

/** Where what that switch fetched is. AppError "plan-expired" when it is not there. */
export function incomingTree(stateFolder: string, switchId: string): string {
  if (!hasIncoming(stateFolder, switchId)) throw homeMessages.scanExpired({})
  return incomingFolder(stateFolder)
}

export function offer(stateFolder: string, tree: string): void {
  const link = outgoingLink(stateFolder)
  rmSync(`${link}.new`, { force: true })
  symlinkSync(tree, `${link}.new`)
  renameSync(`${link}.new`, link)
}

export interface Seeds {
  /** The tree of this laptop that they are taken from. */
  readonly root: string
  readonly seeds: readonly Seed[]
  /** Made so that what is written there is written in place (chattr +C), unless the tree has it: it keeps what it is. */
  readonly nocow?: readonly WantedSeed[]
}

/**
 * What this switch fetched is gone on from, and what another one did as far as it was proven and recorded: where nothing
 * was, it is deleted. No two names are one file afterwards: rsync writes in place, and so through both.
 */
export async function makeIncoming(
  stateFolder: string,
  switchId: string,
  { root, seeds, nocow = [] }: Seeds,
  options: RunOptions,
): Promise<void> {
  const folder = incomingFolder(stateFolder)
  makeFolder(homeFolder(stateFolder))
  const isOurs = hasIncoming(stateFolder, switchId)
  if (!isOurs && !hasFetched(stateFolder)) await deleteIncoming(stateFolder)
  if (!existsSync(folder)) await createSubvolume(folder, options)
  if (!isOurs) writeState(noteState(stateFolder), { version: 1, switchId })
  await seedFiles({ root, seeds, into: folder }, options)
  await seedNocow({ root, wanted: nocow, into: folder }, options)
  await keepOneName(folder, options)
}

interface Stale {
  /** Another file stands there by now on the source. */
  readonly changed: readonly BytePath[]
  /** Of an earlier fetch, and not among what is to come. */
  readonly unwanted: readonly BytePath[]
}

/**
 * What is fetched again, or not needed any more. What this switch fetched and placed is not among what is to come either: by it
 * the proof knows what need not be read again, and the person's work is told from the switch's.
 */
export function forgetStale(stateFolder: string, switchId: string, { changed, unwanted }: Stale): void {
  const stale = hasIncoming(stateFolder, switchId) ? [] : unwanted
  forgetFetched(stateFolder, [...changed, ...stale])
  removeFetched(incomingFolder(stateFolder), stale)
}

/** Harmless when there is none. */
export async function deleteIncoming(stateFolder: string): Promise<void> {
  const folder = incomingFolder(stateFolder)
  forgetAllFetched(stateFolder)
  rmSync(sparseFolder(stateFolder), { recursive: true, force: true })
  rmSync(noteState(stateFolder).path, { force: true })
  if (existsSync(folder) && isSubvolume(folder)) await deleteSubvolumes([folder])
}

function noteState(stateFolder: string): StateText<z.infer<typeof noteSchema>> {
  return {
    path: path.join(homeFolder(stateFolder), 'incoming.json'),
    schema: noteSchema,
    without: homeMessages.withoutFetched({}),
  }
}

interface Seed {
  /** In the tree that they are taken from. */
  readonly from: BytePath
  /** Where the file is to be. */
  readonly to: BytePath
}

/**
 * Large files that begin as what this laptop has of them, so that only what differs is sent. What was fetched before
 * can be anything that another user's home has had, links to anywhere among it: nothing is written through one.
 * `into` is a folder that root alone can reach. What is there already stays. Shares contents where it can.
 */
async function seedFiles(
  { root, seeds, into }: { readonly root: string; readonly seeds: readonly Seed[]; readonly into: string },
  { signal }: RunOptions,
): Promise<void> {
  for (const { from, to } of seeds) {
    signal?.throwIfAborted()
    makeFolders(into, to)
    const target = placeIn(into, to)
    if (statAt(target) !== undefined) continue
    // The person's links are in `root` as they were, and lead out of it.
    const source = openInside(root, from)
    if (source === undefined) continue
    try {
      await copyFile(`/proc/self/fd/${source}`, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    } finally {
      closeSync(source)
    }
  }
}

interface WantedSeed {
  readonly path: BytePath
  readonly isFolder: boolean
}

/**
 * Folders, and files without contents, that are written in place instead of copied on write: what is written into them is so too,
 * and shares its blocks with what it becomes. What `root` has is not among them: it stays as it is.
 */
async function seedNocow(
  { root, wanted, into }: { readonly root: string; readonly wanted: readonly WantedSeed[]; readonly into: string },
  options: RunOptions,
): Promise<void> {
  const made: BytePath[] = []
  for (const { path, isFolder } of wanted) {
    if (statAt(placeIn(root, path)) !== undefined) continue
    makeFolders(into, isFolder ? `${path}/` : path)
    const place = placeIn(into, path)
    if (!isFolder && statAt(place) !== undefined) continue
    if (!isFolder) closeSync(openSync(place, 'wx', 0o600))
    made.push(path)
  }
  await setNocow({ root: into, paths: made }, options)
}

/** What stands in the way and is no folder goes: it is fetched again if it is wanted. */
export function makeFolders(into: string, path: BytePath): void {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const folder = placeIn(into, path.slice(0, at))
    const stat = statAt(folder)
    if (stat?.isDirectory() === true) continue
    if (stat !== undefined) rmSync(folder)
    mkdirSync(folder, { mode: 0o700 })
  }
}

function statAt(place: Buffer): Stats | undefined {
  try {
    return lstatSync(place, { throwIfNoEntry: false })
  } catch (error) {
    if (isErrno(error, 'ENOTDIR')) return undefined
    throw error
  }
}

export function isFolderIn(into: string, path: BytePath): boolean {
  return statAt(placeIn(into, path))?.isDirectory() === true
}

export function placeIn(root: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), bufferFromBytePath(path)])
}
