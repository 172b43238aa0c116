/**
 * Once a week: the inventory that is made of what the kernel tells, beside a whole listing of the same frozen tree. Where
 * they are not equal, a change was missed, and a switch would not have carried it: a defect of ours.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { formatRecord, pathOfKey } from '../../inventory/inventory-entry.ts'
import { withoutRacyMark } from '../../inventory/racy-entry.ts'
import { joinUnequal } from '../inventory/read-stretches.ts'
import { distrustScans, type EarlierScan } from '../scan/earlier-scan.ts'
import { freezeHome } from '../scan/freeze-home.ts'
import { makeFolder } from '../scan/home-folders.ts'
import { findExcluded, type ScanRequest } from '../scan/scan-home.ts'
import { writeInventory, type WrittenInventory } from '../scan/write-inventory.ts'
import { writeWalk } from './walk-file.ts'
import { clearAbandonedWork, removeWork, workFolder } from './work-folder.ts'

const examplesAtMost = 50

export type WalkOutcome =
  | { readonly kind: 'compared'; readonly entries: number; readonly missed: number }
  /** Other rules, other subvolumes: then a scan would list all of it, too. */
  | { readonly kind: 'not-told' }
  /** What it was compared with is gone: a switch was prepared meanwhile. */
  | { readonly kind: 'overtaken' }

/** What is found is written down, and from then on the next scan lists all of /home. */
export async function walkHome(
  request: Omit<ScanRequest, 'before'>,
  earlier: EarlierScan,
  options: RunOptions,
): Promise<WalkOutcome> {
  const { stateFolder } = request.places
  await clearAbandonedWork(stateFolder)
  const folder = makeFolder(workFolder(stateFolder, randomUUID()))
  try {
    const { told, walked, at } = await listTwice(request, { folder, earlier }, options)
    if (told.whole !== undefined) return { kind: 'not-told' }
    const missed = await differing(told, walked)
    // First what counts: whatever becomes of this program then, nothing more is built upon these scans.
    if (missed.length > 0) distrustScans(stateFolder)
    writeWalk(stateFolder, { at, missed: missed.length, examples: missed.slice(0, examplesAtMost) })
    const entries = walked.inventory.stretches.reduce((sum, stretch) => sum + stretch.entries, 0)
    return { kind: 'compared', entries, missed: missed.length }
  } catch (thrown) {
    if (options.signal?.aborted !== true && !existsSync(earlier.root)) return { kind: 'overtaken' }
    throw thrown
  } finally {
    await removeWork(folder)
  }
}

interface Twice {
  readonly told: WrittenInventory
  readonly walked: WrittenInventory
  /** Just before it was frozen. */
  readonly at: string
}

async function listTwice(
  { places, rules, own, exceptions }: Omit<ScanRequest, 'before'>,
  { folder, earlier }: { readonly folder: string; readonly earlier: EarlierScan },
  options: RunOptions,
): Promise<Twice> {
  const frozenAt = Date.now()
  const frozen = await freezeHome(places, folder, options)
  const at = new Date(frozenAt).toISOString()
  const known = [...(await findExcluded({ places, frozen, rules, own, earlier }, options)), ...exceptions]
  const writing = { frozen, frozenAt, rules, own, known }
  const [asTold, asWalked] = ['told', 'walked'].map((name) => makeFolder(path.join(folder, name))) as [string, string]
  const told = await writeInventory({ ...writing, folder: asTold, earlier }, options)
  if (told.whole !== undefined) return { told, walked: told, at }
  const walked = await writeInventory({ ...writing, folder: asWalked, earlier: undefined }, options)
  return { told, walked, at }
}

/** In every digit: what only this laptop knows of a file tells whether its contents may be others. A mark may be an earlier tree's. */
async function differing(told: WrittenInventory, walked: WrittenInventory): Promise<readonly BytePath[]> {
  const paths: BytePath[] = []
  for await (const { key, left, right } of joinUnequal(told.inventory, walked.inventory)) {
    const [one, other] = [left, right].map((entry) =>
      entry === undefined ? undefined : formatRecord(withoutRacyMark(entry)),
    )
    if (one !== other) paths.push(pathOfKey(key))
  }
  return paths
}
