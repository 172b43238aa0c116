/**
 * Proves copies on a disk: everything in them is read and becomes one SHA-256 for each subvolume. The first time it has to be that of
 * the snapshot it was made from, as long as that is still on this laptop; then it is kept beside the copy, for later. The checksums of
 * btrfs find what the disk loses, this finds what was received wrong.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { subvolumeNameSchema } from '../../../commons/snapshot-sets/schemas.ts'
import { digestTree } from '../../../tools/containers/volume-tree.ts'
import { run, type RunOptions } from '../../../tools/run.ts'
import type { EngineCommand } from '../../../tools/containers/engine.ts'
import { recallInside, writeInside } from '../../../tools/files/state-file.ts'
import { findEmptySubvolumes } from '../../../tools/find/empty-subvolumes.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { copiesMessages } from '../messages.ts'
import type { Copy } from '../schemas.ts'
import { isFolderInside } from '../../../tools/files/safe-path.ts'
import { folderOf } from './disk-folders.ts'
import type { PlaceWork, Verified } from './opened-copies.ts'

const digestsSchema = z.object({ version: z.literal(1), digests: z.record(subvolumeNameSchema, z.string()) })

const asRoot = ({ words, ...command }: EngineCommand, options: RunOptions) =>
  run({ ...command, argv: words, diesWithAgent: true }, options)

interface Copies {
  readonly stateFolder: string
  /** Of the disk, as it is mounted. */
  readonly top: string
  readonly copies: readonly Copy[]
  /** Whether the subvolume there is closed, and was received as this. */
  readonly isAsReceived: (place: string, name: string | undefined) => Promise<boolean>
}

/** Of one whose snapshot is gone and that was never read before, nobody knows whether it is right: it is in neither list. */
export async function verifyOnDisk(
  { copies, ...places }: Copies,
  { part, of }: { readonly part: number; readonly of: number },
  work: PlaceWork,
): Promise<Verified> {
  const proven: Copy[] = []
  const damaged: Copy[] = []
  let done = 0
  const onBytes = (bytes: number, what: string) =>
    work.report({ done: (done += bytes), current: copiesMessages.reading({ what }) })
  for (const copy of copies.filter(({ set }) => partOf(set.id, of) === part)) {
    const verdict = await verifyCopy(copy, places, { ...work, onBytes })
    if (verdict === 'proven') proven.push(copy)
    if (verdict === 'damaged') damaged.push(copy)
  }
  return { proven, damaged }
}

/** The same for a copy each time, however many others come and go. */
function partOf(id: string, of: number): number {
  return (createHash('sha256').update(id).digest().readUInt32BE(0) % of) + 1
}

type Work = PlaceWork & { readonly onBytes: (bytes: number, what: string) => void }

async function verifyCopy(
  copy: Copy,
  { stateFolder, top, isAsReceived }: Omit<Copies, 'copies'>,
  work: Work,
): Promise<'proven' | 'damaged' | 'unknown'> {
  if (copy.isUnreadable) return 'damaged'
  const folder = folderOf(top)(copy)
  const file = path.join(folder, 'digests.json')
  const state = { path: file, schema: digestsSchema, without: copiesMessages.withoutDigests({}) }
  const known = recallDigests(top, state)
  if (known === 'unreadable') return 'damaged'
  const digests = { ...known }
  let isKnown = true
  for (const [subvolume, name] of Object.entries(copy.parts)) {
    await work.turn?.()
    const there = path.join(folder, subvolume)
    if (!(await isAsReceived(there, name))) return 'damaged'
    const here = path.join(setFolder(stateFolder, copy.set.id), subvolume)
    const read = (place: string) => digestOf(place, subvolume, work)
    const expected = digests[subvolume] ?? (existsSync(here) ? await read(here) : undefined)
    const found = await read(there).catch((thrown: unknown) => unreadable(thrown, work))
    if (found === undefined) return 'damaged'
    if (expected === undefined) isKnown = false
    else if (expected !== found) return 'damaged'
    else digests[subvolume] = found
  }
  const isWritten = writeInside(top, state, { version: 1, digests })
  // Something else has its name by now.
  if (!isWritten && !isFolderInside(top, bytePathFromText(path.relative(top, folder)))) return 'damaged'
  return isKnown ? 'proven' : 'unknown'
}

function recallDigests(
  top: string,
  state: StateText<z.infer<typeof digestsSchema>>,
): Record<string, string> | 'unreadable' {
  try {
    return recallInside(top, state)?.digests ?? {}
  } catch (thrown) {
    if (isUnreadable(thrown)) return 'unreadable'
    throw thrown
  }
}

/** What the disk cannot read is not what was copied. */
function unreadable(thrown: unknown, { signal }: Work): undefined {
  signal?.throwIfAborted()
  if (toAppError(thrown).code !== 'tool-failed') throw thrown
  return undefined
}

/** Where another subvolume was inside, a snapshot has an empty folder with inode 2, which is not sent. */
async function digestOf(place: string, what: string, { signal, onBytes }: Work): Promise<string> {
  const leaveOut = await findEmptySubvolumes(place, { signal })
  return digestTree(asRoot, place, { signal, leaveOut, onBytes: ({ length }) => onBytes(length, what) })
}
