/** Freezes /home and lists it into files, and what changed since an earlier list. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { readRoom } from '../../../../tools/mounts/room.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import type { WholeReason } from '../../scan-verbs.ts'
import { createMatcher, type LiteralExclusion, type Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { OwnRules } from '../../exclusions/person-rule.ts'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusion.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { isStoreMark } from '../../file-sets/set-marks.ts'
import type { Special } from '../../inventory/special.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { isListDamage } from '../inventory/damage.ts'
import type { FileSet } from '../../file-sets/file-set.ts'
import { findFileSets } from '../file-sets/find-file-sets.ts'
import { writeOutline, type Inventory } from '../inventory/outline-file.ts'
import { exactOf, summarize, type InventorySummary } from '../inventory/summarize.ts'
import { heldScans } from '../memory/held-scans.ts'
import { recallUnreadable } from '../memory/unreadable-files.ts'
import { configuredStores } from './configured-stores.ts'
import { distrustScans, findEarlier, isEarlierDamaged, type EarlierScan } from './earlier-scan.ts'
import { findOtherNames } from './find-other-names.ts'
import { findPrivateKeys } from './find-private-keys.ts'
import { isStore, storesAround, type StoresIn } from './find-stores.ts'
import { writeFound } from './found-file.ts'
import { deleteFrozen, freezeHome, type FrozenHome } from './freeze-home.ts'
import { isLockLinkIn } from './raw-records.ts'
import { forgetScans, makeFolder, markBeforehand, oldScans, scanFolder } from './home-folders.ts'
import type { MovedFile } from './moves.ts'
import { writeChanges } from './write-changes.ts'
import { writeInventory, type Writing } from './write-inventory.ts'

export interface ScanRequest {
  readonly places: Places
  /** An earlier inventory; undefined when there is none to compare with, then no changes are listed. */
  readonly before: string | undefined
  readonly rules: readonly Exclusion[]
  readonly own: OwnRules
  /** What other capabilities carry, or have there for themselves. */
  readonly exceptions: readonly LiteralExclusion[]
  /** For no switch: forgotten by later ones of its kind alone. */
  readonly isBeforehand?: boolean
}

export interface Scan {
  readonly scanId: string
  /** Just before it was frozen. */
  readonly at: string
  /** Why all of it was listed; undefined where only what changed was looked at. */
  readonly whole: WholeReason | undefined
  /** A digest of the list, with what only this laptop knows, and of its accounts. */
  readonly exact: string
  readonly summary: InventorySummary
  readonly fileSets: readonly FileSet[]
  /** Those in the frozen tree, outer ones first. */
  readonly subvolumes: readonly BytePath[]
  /** Those among them that cannot be changed. */
  readonly readOnly: readonly BytePath[]
  readonly specials: readonly Special[]
  readonly found: readonly LiteralExclusion[]
  readonly changesBytes: number
  readonly changes: number
  /** Large files among them that had another name before. */
  readonly moved: readonly MovedFile[]
  /** Files of any size that have another name now, and are as they were. */
  readonly renamed: readonly MovedFile[]
  readonly renamedAlone: readonly MovedFile[]
  readonly freeBytes: number
  readonly fileSystem: string
}

export async function scanHome(request: ScanRequest, options: RunOptions): Promise<Scan> {
  const { places } = request
  const { stateFolder } = places
  const old = oldScans(stateFolder, heldScans(stateFolder))
  const scanId = randomUUID()
  const folder = makeFolder(scanFolder(stateFolder, scanId))
  if (request.isBeforehand === true) markBeforehand(folder)
  try {
    const frozenAt = Date.now()
    const frozen = await freezeAndForget({ places, folder, old }, options)
    const listed = await listAndCompare(withUnreadable(request, frozen), { folder, frozen, frozenAt }, options)
    const { inventory, specials, found, isExcluded, whole, changes, changesBytes } = listed
    const { moved, renamed, renamedAlone } = listed
    const room = await readRoom(places.areas.home, options, stateFolder)
    const summary = summarize(inventory.stretches, isExcluded)
    return {
      scanId,
      at: new Date(frozenAt).toISOString(),
      whole,
      exact: exactOf(inventory.stretches, readAccounts()),
      summary,
      fileSets: findFileSets({ root: frozen.root, home: places.areas.home, marks: summary.marks }),
      specials,
      found,
      subvolumes: frozen.nested,
      readOnly: frozen.readOnly,
      changesBytes,
      changes,
      moved,
      renamed,
      renamedAlone,
      ...room,
    }
  } catch (thrown) {
    await deleteFrozen(folder, {})
    rmSync(folder, { recursive: true, force: true })
    throw thrown
  }
}

type Compared = ListedHome & Awaited<ReturnType<typeof writeChanges>>

/** Lists share what they have in common: where one turns out to be damaged, none is built upon, and all is listed. */
async function listAndCompare(
  request: ScanRequest,
  to: Pick<Writing, 'folder' | 'frozen' | 'frozenAt'>,
  options: RunOptions,
): Promise<Compared> {
  const { places, before, own } = request
  const { stateFolder } = places
  for (;;) {
    const earlier = findEarlier(stateFolder)
    try {
      const listed = await listFrozen(request, { ...to, earlier }, options)
      writeFound(to.folder, { found: listed.found, own })
      writeOutline(listed.inventory)
      const { inventory: now, found, isExcluded } = listed
      const changes = await writeChanges(to.folder, { before, now, excluding: [request.rules, own, found], isExcluded })
      const isDamaged = listed.whole === 'first' && isEarlierDamaged(stateFolder)
      return { ...listed, ...changes, whole: isDamaged ? 'damaged' : listed.whole }
    } catch (thrown) {
      if (earlier === undefined || !isListDamage(thrown) || thrown.details === before) throw thrown
      distrustScans(stateFolder, to.folder)
    }
  }
}

interface Freezing {
  readonly places: Places
  readonly folder: string
  /** Scans that are forgotten meanwhile: both mostly wait for the disk. */
  readonly old: readonly string[]
}

/** What fails is told when neither is at work any more. */
async function freezeAndForget({ places, folder, old }: Freezing, options: RunOptions): Promise<FrozenHome> {
  const [frozen, forgotten] = await Promise.allSettled([
    freezeHome(places, folder, options),
    forgetScans(places.stateFolder, old, options),
  ])
  if (forgotten.status === 'rejected') throw forgotten.reason
  if (frozen.status === 'rejected') throw frozen.reason
  return frozen.value
}

/** A full comparison has them in its list, and tells what is wrong with them. */
function withUnreadable(request: ScanRequest, { root }: FrozenHome): ScanRequest {
  const damaged = recallUnreadable(request.places.stateFolder, root)
  const exceptions = damaged.map((path) => ({ path, kind: 'unreadable' as const }))
  return { ...request, exceptions: [...request.exceptions, ...exceptions] }
}

export interface ListedHome {
  readonly inventory: Inventory
  readonly specials: readonly Special[]
  readonly found: readonly LiteralExclusion[]
  readonly isExcluded: Matcher
  readonly whole: WholeReason | undefined
}

/** Lists a frozen tree into `folder`, all of it without an earlier one. */
export async function listFrozen(
  { places, rules, own, exceptions }: Omit<ScanRequest, 'before'>,
  { folder, frozen, frozenAt, earlier }: Pick<Writing, 'folder' | 'frozen' | 'frozenAt' | 'earlier'>,
  options: RunOptions,
): Promise<ListedHome> {
  const known = [...(await findExcluded({ places, frozen, rules, own, earlier }, options)), ...exceptions]
  for (;;) {
    const written = await writeInventory({ folder, frozen, frozenAt, rules, own, known, earlier }, options)
    const { stretches } = written.inventory
    const marks = stretches.flatMap((stretch) => stretch.marks.filter(isStoreMark))
    const stores = storesAround(storesIn(places, frozen), marks)
    if (stores.length === 0) {
      const leftOut = stretches.flatMap((stretch) => stretch.leftOut)
      const found = [...known, ...foreignOf(frozen.root, leftOut, createMatcher(rules, known, own))]
      return { ...written, found, isExcluded: createMatcher(rules, found, own) }
    }
    // Known to the scans that come from now on: once in the life of a store it is listed again without it.
    known.push(...stores.map(asStore))
  }
}

export function storesIn({ homes = [], areas }: Places, { root }: FrozenHome): StoresIn {
  const below = homes.filter((home) => home.startsWith(`${areas.home}/`))
  return { root, homes: below.map((home) => bytePathFromText(home.slice(areas.home.length + 1))) }
}

function asStore(path: BytePath): LiteralExclusion {
  return { path, kind: 'store' }
}

interface Finding extends Pick<ScanRequest, 'places' | 'rules' | 'own'> {
  readonly frozen: FrozenHome
  /** Stores that it found and that are there still are known before anything is listed. */
  readonly earlier?: Pick<EarlierScan, 'known'> | undefined
}

/** What this laptop alone knows to leave out: keys under other names, stores of containers, and what is mounted in /home. */
export async function findExcluded(
  { places, frozen, rules, own, earlier }: Finding,
  options: RunOptions,
): Promise<readonly LiteralExclusion[]> {
  const { home } = places.areas
  const isExcluded = createMatcher(rules, [], own)
  const keys = findPrivateKeys(frozen.root, isExcluded)
  const stores = (earlier?.known ?? []).flatMap(({ path, kind }) => (kind === 'store' ? [path] : []))
  const remembered = stores.filter((path) => isStore(storesIn(places, frozen), path))
  return [
    ...keys.map((key) => ({ path: key, kind: 'key' as const })),
    ...(await findOtherNames({ frozen, home, rules, keys, isExcluded }, options)),
    ...[...new Set([...configuredStores({ root: frozen.root, home }), ...remembered])]
      .filter((path) => isExcluded(keyOfPath(path)) === undefined)
      .map(asStore),
    ...mountsBelow(home)
      .map((mount) => mount.target.slice(home.length + 1))
      .filter((below) => !frozen.mounted.includes(below))
      .map((below) => ({ path: below, kind: 'mount' as const })),
  ]
}

/** What no rule leaves out: an empty folder, which stands for each subvolume that is not in the tree, and a link that is a lock. */
function foreignOf(root: string, leftOut: readonly string[], isExcluded: Matcher): readonly LiteralExclusion[] {
  const foreign = leftOut.filter((key) => isExcluded(key) === undefined).map(pathOfKey)
  return foreign.map((path) => ({ path, kind: isLockLinkIn(root, path) ? 'lock' : 'subvolume' }))
}
