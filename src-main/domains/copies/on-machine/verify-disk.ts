/**
 * Proves copies on a disk: everything in them is read and becomes one SHA-256 for each subvolume. The first time it has to be that of
 * the snapshot it was made from, as long as that is still on this laptop; then it is kept beside the copy, for later. The checksums of
 * btrfs find what the disk loses, this finds what was received wrong.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { subvolumeNameSchema } from '../../../commons/snapshot-sets/schemas.ts'
import { digestTree } from '../../../tools/containers/volume-tree.ts'
import { run, type RunOptions } from '../../../tools/run.ts'
import type { EngineCommand } from '../../../tools/containers/engine.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { copiesMessages } from '../messages.ts'
import type { Copy } from '../schemas.ts'
import type { PlaceWork } from './open-place.ts'

const digestsSchema = z.object({ version: z.literal(1), digests: z.record(subvolumeNameSchema, z.string()) })

const asRoot = ({ words, ...command }: EngineCommand, options: RunOptions) =>
  run({ ...command, argv: words, diesWithAgent: true }, options)

interface Copies {
  readonly stateFolder: string
  readonly copies: readonly Copy[]
  readonly folderOf: (copy: Copy) => string
}

/** Answers with those that were proven: of one whose snapshot is gone and that was never read before, nobody knows. */
export async function verifyOnDisk(
  { stateFolder, copies, folderOf }: Copies,
  { part, of }: { readonly part: number; readonly of: number },
  work: PlaceWork,
): Promise<readonly Copy[]> {
  const proven: Copy[] = []
  let done = 0
  for (const copy of copies.filter((_copy, index) => index % of === part - 1)) {
    const folder = folderOf(copy)
    const state = {
      path: path.join(folder, 'digests.json'),
      schema: digestsSchema,
      without: copiesMessages.withoutDigests({}),
    }
    const digests = { ...recallState(state)?.digests }
    const read = (place: string, current: string) =>
      digestTree(asRoot, place, {
        signal: work.signal,
        onBytes: ({ length }) =>
          work.report({ done: (done += length), current: copiesMessages.reading({ what: current }) }),
      })
    let isProven = true
    for (const subvolume of Object.keys(copy.parts)) {
      await work.turn?.()
      const there = path.join(folder, subvolume)
      if (!existsSync(there)) throw copiesMessages.partMissing({ subvolume, at: copy.set.at })
      const here = path.join(setFolder(stateFolder, copy.set.id), subvolume)
      const expected = digests[subvolume] ?? (existsSync(here) ? await read(here, subvolume) : undefined)
      const found = await read(there, subvolume)
      if (expected === undefined) isProven = false
      else if (expected !== found) throw copiesMessages.partDiffers({ subvolume, at: copy.set.at })
      else digests[subvolume] = found
    }
    writeState(state, { version: 1, digests })
    if (isProven) proven.push(copy)
  }
  return proven
}
