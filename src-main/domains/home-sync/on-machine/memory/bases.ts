/**
 * Bases: what this laptop had when both homes were last equal, with its own inodes and change times, which show later
 * changes. `bases.json` names them, newest first. A file that it does not name is not a base.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { switchIdSchema } from '../../../../commons/ledger/verbs.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { formatRecord, leftOut, type Entry } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { mergeJoin } from '../../inventory/merge-join.ts'
import { basesFolder, makeFolder } from '../scan/home-folders.ts'
import { createRecordWriter, readEntries } from '../scan/record-files.ts'
import { homeMessages } from '../../messages.ts'

const basesKept = 2
const basesSchema = z.object({ version: z.literal(2), switchIds: z.array(switchIdSchema) })

export function knownBases(stateFolder: string): readonly string[] {
  const { switchIds } = recallState(basesState(stateFolder)) ?? { switchIds: [] }
  return switchIds.filter((switchId) => existsSync(baseFile(stateFolder, switchId)))
}

export function baseFile(stateFolder: string, switchId: string): string {
  return path.join(basesFolder(stateFolder), `${switchId}.inventory`)
}

function basesState(stateFolder: string): StateText<z.infer<typeof basesSchema>> {
  return {
    path: path.join(basesFolder(stateFolder), 'bases.json'),
    schema: basesSchema,
    without: homeMessages.withoutBase({}),
  }
}

export interface NewBase {
  readonly switchId: string
  readonly inventory: string
  /**
   * What stayed different, or was left out on either laptop: what is there counts as this laptop's own from now on, and
   * what is not, as deleted, if it is in `previous`.
   */
  readonly apart: readonly BytePath[]
  /** The base that the switch was planned from. */
  readonly previous: string | undefined
}

/** Returns how many entries it has. Recording the same switch again replaces its record. */
export async function recordBase(stateFolder: string, base: NewBase): Promise<number> {
  makeFolder(basesFolder(stateFolder))
  const file = baseFile(stateFolder, base.switchId)
  const earlier = knownBases(stateFolder)
  const previous =
    base.previous !== undefined && earlier.includes(base.previous) ? baseFile(stateFolder, base.previous) : undefined
  // A base must not be read while it is replaced, so a switch that is recorded again never counts as its own predecessor.
  const entries = await writeBase(`${file}.new`, base, previous)
  renameSync(`${file}.new`, file)
  flushFolder(basesFolder(stateFolder))
  const switchIds = [base.switchId, ...earlier.filter((switchId) => switchId !== base.switchId)].slice(0, basesKept)
  writeState(basesState(stateFolder), { version: 2, switchIds })
  forgetOthers(stateFolder, switchIds)
  return entries
}

async function writeBase(file: string, base: NewBase, previous: string | undefined): Promise<number> {
  const isApart = createCover(base.apart)
  const writer = createRecordWriter(file)
  let entries = 0
  try {
    const before = previous === undefined ? noEntries() : readEntries(previous)
    for await (const { key, left, right } of mergeJoin(before, readEntries(base.inventory))) {
      const entry = isApart(key) ? (right === undefined ? left : undefined) : right
      if (entry === undefined || entry.shared === leftOut) continue
      entries += 1
      writer.write(formatRecord(entry))
    }
    return entries
  } finally {
    writer.close(true)
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream like the others, with nothing in it
async function* noEntries(): AsyncGenerator<Entry> {
  yield* []
}

function forgetOthers(stateFolder: string, switchIds: readonly string[]): void {
  const folder = basesFolder(stateFolder)
  const wanted = new Set(switchIds.map((switchId) => path.basename(baseFile(stateFolder, switchId))))
  for (const name of readdirSync(folder)) {
    if (/\.inventory(\.new)?$/.test(name) && !wanted.has(name)) rmSync(path.join(folder, name), { force: true })
  }
}

/** Forgets what this laptop had: the next plan compares all of both homes, and removes nothing. */
export function forgetBases(stateFolder: string): void {
  if (!existsSync(basesState(stateFolder).path)) return
  writeState(basesState(stateFolder), { version: 2, switchIds: [] })
  forgetOthers(stateFolder, [])
}
