/**
 * Files of /home whose contents the disk does not give (EIO: a sector that cannot be read, a checksum of btrfs that is wrong).
 * They are left out of scans until they can be read again, so that a switch neither stops at one nor passes its remains on.
 */
import { closeSync, fstatSync, readSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { findData, type NextData } from '../../../../tools/files/data-places.ts'
import { lookInside, type Inside } from '../../../../tools/files/safe-path.ts'
import { recallState, removeState, writeState } from '../../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { giveSignOfLife } from '../../../../tools/sign-of-life.ts'
import { homeMessages } from '../../messages.ts'
import { pause } from '../inventory/record-files.ts'
import { homeFolder } from '../scan/home-folders.ts'

const damagedSchema = z.object({
  path: relativeBytePathSchema,
  /** Inode and change time: another file, or a new version, is looked at anew. */
  identity: z.string(),
  /** Where reading it stopped, in bytes. */
  at: z.number().int().nonnegative(),
})
type Damaged = z.infer<typeof damagedSchema>

const stateSchema = z.object({ version: z.literal(1), files: z.array(damagedSchema) })

const pieceBytes = 1 << 20

/** Those that are in this frozen tree as they were, and cannot be read still; the others are forgotten. */
export function recallUnreadable(stateFolder: string, root: string): readonly BytePath[] {
  const known = recallState(stateOf(stateFolder))?.files ?? []
  if (known.length === 0) return []
  const inside = lookInside(root)
  try {
    const still = known.filter((one) => isStillDamaged(inside, one))
    if (still.length < known.length) remember(stateFolder, still)
    return still.map((one) => one.path)
  } finally {
    inside.close()
  }
}

/** Reads these files of a frozen tree, and remembers and gives those that cannot be read. */
export async function findUnreadable(
  stateFolder: string,
  root: string,
  { paths, signal }: { readonly paths: readonly BytePath[]; readonly signal: AbortSignal },
): Promise<readonly BytePath[]> {
  const inside = lookInside(root)
  try {
    const found: Damaged[] = []
    for (const one of paths) {
      signal.throwIfAborted()
      const damaged = await inspect(inside, one, { signal })
      if (damaged !== undefined) found.push(damaged)
      await pause()
    }
    const names = new Set(found.map((one) => one.path))
    const before = recallState(stateOf(stateFolder))?.files ?? []
    if (found.length > 0) remember(stateFolder, [...before.filter((one) => !names.has(one.path)), ...found])
    return [...names]
  } finally {
    inside.close()
  }
}

async function inspect(inside: Inside, one: BytePath, options: RunOptions): Promise<Damaged | undefined> {
  const identity = identityOf(inside, one)
  const at = identity === undefined ? undefined : await firstError(inside, one, options)
  return identity === undefined || at === undefined ? undefined : { path: one, identity, at }
}

/** Only where it could not be read before: the rest of a large file takes long. */
function isStillDamaged(inside: Inside, { path: one, identity, at }: Damaged): boolean {
  if (identityOf(inside, one) !== identity) return false
  const descriptor = inside.open(one)
  if (descriptor === undefined) return false
  try {
    const end = Math.min(fstatSync(descriptor).size, at + pieceBytes)
    return firstErrorIn(descriptor, { from: at, end, nextData: (next) => next }) !== undefined
  } finally {
    closeSync(descriptor)
  }
}

/** Undefined when all of it can be read, or it is no file. */
async function firstError(inside: Inside, one: BytePath, options: RunOptions): Promise<number | undefined> {
  const descriptor = inside.open(one)
  if (descriptor === undefined) return undefined
  try {
    const nextData = await findData(descriptor, options)
    return firstErrorIn(descriptor, { from: 0, end: fstatSync(descriptor).size, nextData })
  } finally {
    closeSync(descriptor)
  }
}

interface Part {
  readonly from: number
  readonly end: number
  readonly nextData: NextData
}

function firstErrorIn(descriptor: number, { from, end, nextData }: Part): number | undefined {
  const piece = Buffer.allocUnsafe(pieceBytes)
  for (let at = nextData(from); at < end;) {
    const read = readAt(descriptor, piece, at)
    if (read === undefined) return at
    if (read === 0) return undefined
    at = nextData(at + read)
    giveSignOfLife()
  }
  return undefined
}

/** Undefined when the disk does not give it. */
function readAt(descriptor: number, piece: Buffer, at: number): number | undefined {
  try {
    return readSync(descriptor, piece, 0, piece.length, at)
  } catch (error) {
    if (isErrno(error, 'EIO')) return undefined
    throw error
  }
}

function identityOf(inside: Inside, one: BytePath): string | undefined {
  const stat = inside.stat(one)
  return stat?.isFile() === true ? `${stat.ino} ${stat.ctimeNs}` : undefined
}

function remember(stateFolder: string, files: readonly Damaged[]): void {
  const state = stateOf(stateFolder)
  if (files.length === 0) removeState(state.path)
  else writeState(state, { version: 1, files: [...files] })
}

function stateOf(stateFolder: string): StateText<z.infer<typeof stateSchema>> {
  return {
    path: path.join(homeFolder(stateFolder), 'unreadable.json'),
    schema: stateSchema,
    without: homeMessages.withoutUnreadable({}),
  }
}
