/** Lists /home into files: once through find, once through sort, and once past the rules and an earlier inventory. */
import { randomUUID } from 'node:crypto'
import { rmSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { listTree } from '../../../../tools/find/find.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import { sortRecords } from '../../../../tools/files/sort.ts'
import { createMatcher, ruleTree, type LiteralExclusion, type Matcher } from '../../exclusions/exclusion-matcher.ts'
import { exclusions } from '../../../../commons/home-exclusions/exclusions.ts'
import { formatRecord, leftOut, type Entry } from '../../inventory/inventory-entry.ts'
import { mergeJoin } from '../../inventory/merge-join.ts'
import { changeOf, formatChange } from '../check/changes-since.ts'
import { excludedFolders } from './excluded-folders.ts'
import { findPrivateKeys } from './find-private-keys.ts'
import { changesFile, forgetOldScans, inventoryFile, makeFolder, scanFolder } from './home-folders.ts'
import { InventorySummary, isLeftOut } from './inventory-summary.ts'
import { entryOfRaw, exchangeFile, type Leaders } from './raw-records.ts'
import { createRecordWriter, readEntries, readRecords } from './record-files.ts'
import { writeOutline } from './outline-file.ts'

export interface ScanRequest {
  readonly root: string
  readonly stateFolder: string
  /** An earlier inventory; undefined when there is none to compare with, then no changes are listed. */
  readonly before: string | undefined
  /** What other capabilities carry, or have there for themselves. */
  readonly exceptions: readonly LiteralExclusion[]
}

export interface Scan {
  readonly scanId: string
  readonly summary: InventorySummary
  readonly found: readonly LiteralExclusion[]
  readonly inventoryBytes: number
  readonly changesBytes: number
  readonly changes: number
  readonly freeBytes: number
}

export async function scanHome(request: ScanRequest, options: RunOptions): Promise<Scan> {
  forgetOldScans(request.stateFolder)
  const scanId = randomUUID()
  const folder = makeFolder(scanFolder(request.stateFolder, scanId))
  try {
    const found = [...(await listSorted(request.root, folder, options)), ...request.exceptions]
    const isExcluded = createMatcher(exclusions, found)
    const summary = new InventorySummary()
    const inventoryBytes = await writeInventory(folder, isExcluded, summary)
    writeOutline(folder, summary.stretches)
    const { changes, changesBytes } = await writeChanges(folder, request.before, isExcluded)
    const { bavail, bsize } = statfsSync(request.root)
    return { scanId, summary, found, inventoryBytes, changesBytes, changes, freeBytes: bavail * bsize }
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true })
    throw thrown
  }
}

function sortedFile(folder: string): string {
  return path.join(folder, 'sorted')
}

/** What this laptop alone knows to leave out: keys under other names, and what is mounted in /home. */
async function listSorted(root: string, folder: string, options: RunOptions): Promise<readonly LiteralExclusion[]> {
  const mounts = mountsBelow(root)
  const pruned = [...excludedFolders(root, ruleTree(exclusions)), ...mounts.map((mount) => mount.target)]
  const raw = path.join(folder, 'raw')
  const exchanged = path.join(folder, 'exchanged')
  // Even root may not look at a mount of another person's FUSE program.
  const unreadable = mounts.filter((mount) => mount.fsType.startsWith('fuse')).map((mount) => mount.target)
  await listTree({ root, pruned, unreadable, output: raw }, options)
  const keys = findPrivateKeys(root, createMatcher(exclusions))
  await exchangeFile(raw, exchanged)
  rmSync(raw)
  await sortRecords({ input: exchanged, output: sortedFile(folder), scratchFolder: folder }, options)
  rmSync(exchanged)
  return [
    ...keys.map((key) => ({ path: key, kind: 'key' as const })),
    ...mounts.map((mount) => ({ path: mount.target.slice(root.length + 1), kind: 'system' as const })),
  ]
}

async function writeInventory(folder: string, isExcluded: Matcher, summary: InventorySummary): Promise<number> {
  const writer = createRecordWriter(inventoryFile(folder))
  const leaders: Leaders = new Map()
  try {
    let inside: string | undefined
    for await (const record of readRecords(sortedFile(folder))) {
      // What lies in something left out is left out with it, and named once.
      if (inside !== undefined && record.startsWith(inside)) continue
      const listed = entryOfRaw(record, leaders)
      if (listed === 'device') summary.devices += 1
      if (listed === 'device' || listed === 'socket') continue
      const entry = leaveOut(listed, isExcluded, summary)
      inside = isLeftOut(entry) ? `${entry.key}\u0001` : undefined
      writer.write(formatRecord(entry))
      if (!isLeftOut(entry)) summary.add(entry, writer.length)
    }
    summary.endStretch(writer.length)
    return writer.length
  } finally {
    writer.close()
    rmSync(sortedFile(folder))
  }
}

function leaveOut(entry: Entry, isExcluded: Matcher, summary: InventorySummary): Entry {
  const kind = isExcluded(entry.key) ?? (isLeftOut(entry) ? 'system' : undefined)
  if (kind === undefined) return entry
  summary.leave(kind, entry.key)
  return { key: entry.key, local: '', shared: leftOut }
}

async function writeChanges(
  folder: string,
  before: string | undefined,
  isExcluded: Matcher,
): Promise<{ changes: number; changesBytes: number }> {
  const writer = createRecordWriter(changesFile(folder))
  let changes = 0
  try {
    if (before === undefined) return { changes, changesBytes: 0 }
    for await (const joined of mergeJoin(readEntries(before), readEntries(inventoryFile(folder)))) {
      const kind = changeOf(joined, isExcluded)
      const entry = kind === 'deleted' ? joined.left : joined.right
      if (kind === undefined || entry === undefined) continue
      changes += 1
      writer.write(formatChange(kind, entry))
    }
    return { changes, changesBytes: writer.length }
  } finally {
    writer.close()
  }
}
