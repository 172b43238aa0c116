/**
 * Freezes /home and lists it into files: what the kernel says has changed since an earlier scan, or all of it; then past an
 * earlier inventory.
 */
import { randomUUID } from 'node:crypto'
import { rmSync, statfsSync } from 'node:fs'
import type { RunOptions } from '../../../../tools/run.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import { createMatcher, ruleTree, type LiteralExclusion, type Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusions.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { formatChange } from '../../inventory/change.ts'
import { formatRecord, pathOfKey, type Entry } from '../../inventory/inventory-entry.ts'
import { mergeJoin } from '../../inventory/merge-join.ts'
import { changeOf } from '../check/changes-since.ts'
import { heldScans } from '../memory/held-scans.ts'
import { findEarlier, type EarlierScan } from './earlier-scan.ts'
import { findOtherNames } from './find-other-names.ts'
import { findPrivateKeys } from './find-private-keys.ts'
import { writeFound } from './found-file.ts'
import { deleteFrozen, freezeHome, type FrozenHome } from './freeze-home.ts'
import { changesFile, forgetOldScans, inventoryFile, makeFolder, scanFolder } from './home-folders.ts'
import { InventorySummary, isLeftOut } from './inventory-summary.ts'
import { listInventory } from './list-inventory.ts'
import { updateInventory } from './update-inventory.ts'
import { createRecordWriter, readEntries } from './record-files.ts'
import { writeOutline } from './outline-file.ts'

export interface ScanRequest {
  readonly places: Places
  /** An earlier inventory; undefined when there is none to compare with, then no changes are listed. */
  readonly before: string | undefined
  readonly rules: readonly Exclusion[]
  /** What other capabilities carry, or have there for themselves. */
  readonly exceptions: readonly LiteralExclusion[]
}

export interface Scan {
  readonly scanId: string
  /** When it was frozen. */
  readonly at: string
  readonly summary: InventorySummary
  readonly found: readonly LiteralExclusion[]
  readonly inventoryBytes: number
  readonly changesBytes: number
  readonly changes: number
  readonly freeBytes: number
}

export async function scanHome({ places, before, rules, exceptions }: ScanRequest, options: RunOptions): Promise<Scan> {
  const { stateFolder } = places
  await forgetOldScans(stateFolder, heldScans(stateFolder), options)
  const scanId = randomUUID()
  const earlier = findEarlier(stateFolder)
  const folder = makeFolder(scanFolder(stateFolder, scanId))
  try {
    const frozen = await freezeHome(places, folder, options)
    const at = new Date().toISOString()
    const known = [
      ...(await findExcluded({ home: places.areas.home, root: frozen.root, rules }, options)),
      ...exceptions,
    ]
    const { summary, bytes, found } = await writeInventory({ folder, frozen, rules, known, earlier }, options)
    writeFound(folder, found)
    writeOutline(folder, summary.stretches)
    const isExcluded = createMatcher(rules, found)
    const { changes, changesBytes } = await writeChanges(folder, before, isExcluded)
    const { bavail, bsize } = statfsSync(frozen.root)
    return { scanId, at, summary, found, inventoryBytes: bytes, changesBytes, changes, freeBytes: bavail * bsize }
  } catch (thrown) {
    await deleteFrozen(folder, {})
    rmSync(folder, { recursive: true, force: true })
    throw thrown
  }
}

/** What this laptop alone knows to leave out: keys under other names, and what is mounted in /home. */
async function findExcluded(
  { home, root, rules }: { readonly home: string; readonly root: string; readonly rules: readonly Exclusion[] },
  options: RunOptions,
): Promise<readonly LiteralExclusion[]> {
  const isExcluded = createMatcher(rules)
  const keys = findPrivateKeys(root, isExcluded)
  return [
    ...keys.map((key) => ({ path: key, kind: 'key' as const })),
    ...(await findOtherNames({ root, home, rules: ruleTree(rules), keys, isExcluded }, options)),
    ...mountsBelow(home).map((mount) => ({ path: mount.target.slice(home.length + 1), kind: 'system' as const })),
  ]
}

interface Writing {
  readonly folder: string
  readonly frozen: FrozenHome
  readonly rules: readonly Exclusion[]
  readonly known: readonly LiteralExclusion[]
  /** Of which only what changed since is looked at, if the kernel can tell. */
  readonly earlier: EarlierScan | undefined
}

interface Written {
  readonly summary: InventorySummary
  readonly bytes: number
  /** With the subvolumes that are not in the tree: an empty folder stands for each of them. */
  readonly found: readonly LiteralExclusion[]
}

async function writeInventory(
  { folder, frozen, rules, known, earlier }: Writing,
  options: RunOptions,
): Promise<Written> {
  const writer = createRecordWriter(inventoryFile(folder))
  const isExcluded = createMatcher(rules, known)
  const summary = new InventorySummary()
  const found = [...known]
  const write = (listed: Entry): void => {
    const { key } = listed
    const entry = withChangeTime(listed, frozen.changeTimes.get(pathOfKey(key)))
    writer.write(formatRecord(entry))
    if (!isLeftOut(entry)) return summary.add(entry, writer.length)
    const rule = isExcluded(key)
    if (rule === undefined) found.push({ path: pathOfKey(key), kind: 'system' })
    summary.leave(rule ?? 'system', key)
  }
  try {
    const now = { root: frozen.root, subvolumes: ['', ...frozen.nested] }
    const told =
      earlier === undefined ? undefined : await updateInventory({ before: earlier, now, isExcluded }, write, options)
    const listed =
      told === undefined || 'walk' in told
        ? await listInventory({ root: frozen.root, rules, known, folder }, write, options)
        : told
    summary.devices = listed.devices
    summary.endStretch(writer.length)
    return { summary, bytes: writer.length, found }
  } finally {
    writer.close()
  }
}

function withChangeTime(entry: Entry, changed: string | undefined): Entry {
  if (changed === undefined || isLeftOut(entry)) return entry
  return { ...entry, local: `${changed}${entry.local.slice(entry.local.indexOf(' '))}` }
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
      writer.write(formatChange({ key: entry.key, kind, shared: entry.shared }))
    }
    return { changes, changesBytes: writer.length }
  } finally {
    writer.close()
  }
}
