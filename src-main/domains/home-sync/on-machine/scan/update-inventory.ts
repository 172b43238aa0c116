/**
 * The inventory of a frozen tree from the inventory of an earlier one: the kernel tells what may be different, that is
 * looked at, and the rest is taken over as it stands. It costs what changed.
 */
import { createLook } from '../../../../commons/tree-changes/on-machine/read-stream.ts'
import {
  namesIn,
  pathBelow,
  readFacts,
  specialOf,
  type TreeEntryFacts,
} from '../../../../commons/tree-changes/on-machine/tree-entry.ts'
import { createYielding } from '../../../../commons/tree-changes/on-machine/yielding.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { listPaths } from '../../../../tools/find/find-paths.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { LiteralExclusion, Matcher } from '../../exclusions/exclusion-matcher.ts'
import {
  keyOfPath,
  exchangeBytes,
  isBelowAny,
  leftOut,
  pathOfKey,
  type InventoryEntry,
} from '../../inventory/inventory-entry.ts'
import type { Special } from '../../inventory/special.ts'
import type { WholeReason } from '../../scan-verbs.ts'
import type { InventoryWriter } from '../inventory/inventory-writer.ts'
import type { Inventory } from '../inventory/outline-file.ts'
import { patchInventory } from '../inventory/patch-inventory.ts'
import { findTouched, TooMuchTouched, type Touched, compareLeftOut } from './find-touched.ts'
import { entryOfRaw, keyOfRaw, type Leaders } from './raw-records.ts'

/** A read-only subvolume. Nested ones, read-only too, stand in their places inside. */
export interface FrozenTree {
  /** Its root folder; of a folder in it the kernel cannot tell. */
  readonly root: string
  /** All of them, as paths below the tree: '' is the tree itself. */
  readonly subvolumes: readonly BytePath[]
}

export interface InventoryUpdate {
  readonly before: FrozenTree & {
    readonly inventory: Inventory
    /** Which there were: an inventory does not name them. */
    readonly specials: readonly Special[]
    /** Left out because of what was on this disk. */
    readonly known: readonly LiteralExclusion[]
  }
  readonly now: FrozenTree & {
    /** Folders that the kernel need not tell, to be looked at again. */
    readonly folders?: readonly BytePath[]
  }
  /** A digest of the rules: by others, all of the tree has to be listed. */
  readonly rules: string
  /** Left out because of what is on this disk. */
  readonly known: readonly LiteralExclusion[]
  /** By the rules and what is known. */
  readonly isExcluded: Matcher
}

/** Why all of the tree is to be listed. */
export type WalkReason = Exclude<WholeReason, 'first' | 'damaged' | 'made-writable'>

/** Each command that tells of a changed file, and looking at it, costs as much as listing eight names (docs/facts/speed.md). */
const commandsForEachEntry = 1 / 8
/** Below this it makes no difference. */
const commandsAlways = 5_000

export interface UpdatedInventory {
  readonly specials: readonly Special[]
  /** How many names were looked at again. */
  readonly touched: number
}

/**
 * Writes the entries of `now` in order, those left out included, as a full listing would. Nothing was written when it has
 * to be walked.
 */
export async function updateInventory(
  update: InventoryUpdate,
  writer: InventoryWriter,
  options: RunOptions,
): Promise<UpdatedInventory | { readonly walk: WalkReason }> {
  const { before, now, isExcluded } = update
  if (before.inventory.rules !== update.rules) return { walk: 'other-rules' }
  if (now.subvolumes.toSorted().join('\0') !== before.subvolumes.toSorted().join('\0')) {
    return { walk: 'other-subvolumes' }
  }
  const found = await lookAgain(update, options)
  if ('walk' in found) return found
  const { touched, there, wasThere } = found
  const comes = there.keys.length === 0 ? [] : await listKeys(now.root, there.keys, isExcluded, options)
  const keys = [...touched.paths].map((path) => ({ key: keyOfPath(path), isWhole: touched.whole.has(path) }))
  await patchInventory(before.inventory, { touched: keys, comes }, writer)
  const gone = new Set(wasThere.specials.map(({ path }) => path))
  const specials = [...before.specials.filter(({ path }) => !gone.has(path)), ...there.specials]
  return { specials, touched: there.keys.length }
}

interface LookedAgain {
  readonly touched: Touched
  readonly there: TouchedThere
  readonly wasThere: TouchedThere
}

/** The kernel cannot tell either where something lies so deep that no path leads to it. */
async function lookAgain(
  { before, now, known, isExcluded }: InventoryUpdate,
  options: RunOptions,
): Promise<LookedAgain | { readonly walk: WalkReason }> {
  const leftOut = compareLeftOut(before.inventory, before.known, { known, isExcluded })
  const trees = { before: before.root, now: now.root, subvolumes: now.subvolumes.toSorted() }
  const isLeftOut = (key: string) => isExcluded(key) !== undefined
  try {
    const touched = await findTouched(trees, { leftOut, isExcluded, most: mostCommands(before.inventory) }, options)
    if (touched === undefined) return { walk: 'not-told' }
    for (const folder of now.folders ?? []) touched.paths.add(folder)
    const there = await expandTouched(now.root, touched, isLeftOut, options)
    const wasThere = await expandTouched(before.root, touched, leftOut.has, options)
    return { touched, there, wasThere }
  } catch (error) {
    if (error instanceof TooMuchTouched) return { walk: 'too-much' }
    const reason = error instanceof AppError ? error.cause : error
    if (isErrno(reason, 'ENAMETOOLONG')) return { walk: 'not-told' }
    throw error
  }
}

function mostCommands({ stretches }: Inventory): number {
  const entries = stretches.reduce((sum, stretch) => sum + stretch.entries, 0)
  return Math.max(commandsAlways, entries * commandsForEachEntry)
}

/** What there is of it: the keys in order, and which of them are sockets and device files. */
interface TouchedThere {
  readonly keys: readonly string[]
  readonly specials: readonly Special[]
}

/**
 * Looks again at what is touched, as it is in one tree. What is in a folder whose key `isLeftOut` is not looked at.
 */
async function expandTouched(
  root: string,
  touched: Touched,
  isLeftOut: (key: string) => boolean,
  options: RunOptions,
): Promise<TouchedThere> {
  const yielding = createYielding(options.signal)
  const look = createLook(root)
  const found = new Map<string, TreeEntryFacts>()
  const open: { readonly path: BytePath; readonly facts: TreeEntryFacts }[] = []
  const visit = (path: BytePath, facts: TreeEntryFacts | undefined, whole: boolean): void => {
    const key = keyOfPath(path)
    if (path === '' || facts === undefined) return
    found.set(key, facts)
    if (whole && facts.type === 'folder' && !isLeftOut(key)) open.push({ path, facts })
  }
  for (const path of touched.paths) {
    if (!isBelowAny(keyOfPath(path), { has: isLeftOut })) visit(path, look.at(path), touched.whole.has(path))
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const name of namesIn(root, folder.path)) {
        const below = pathBelow(folder.path, name)
        visit(below, readFacts(root, below), true)
      }
      const turn = yielding.next()
      if (turn !== undefined) await turn
    }
  }
  const specials = [...found].flatMap(([key, facts]): Special[] => {
    const kind = isLeftOut(key) ? undefined : specialOf(facts)
    return kind === undefined ? [] : [{ path: pathOfKey(key), kind }]
  })
  return { keys: [...found.keys()].sort(), specials }
}

/** The entries of these keys, as in an inventory of the whole tree; `keys` has all names of a file or none. */
async function listKeys(
  root: string,
  keys: readonly string[],
  isExcluded: Matcher,
  options: RunOptions,
): Promise<readonly InventoryEntry[]> {
  const entries: InventoryEntry[] = []
  const leaders: Leaders = new Map()
  const tell = (record: string): void => {
    const raw = exchangeBytes(record)
    const isRuledOut = isExcluded(keyOfRaw(raw)) !== undefined
    const entry = entryOfRaw(raw, isRuledOut ? new Map<string, string>() : leaders)
    if (entry === 'device' || entry === 'socket') return
    entries.push(isRuledOut ? { key: entry.key, local: '', shared: leftOut } : entry)
  }
  await listPaths({ root, paths: keys.map(pathOfKey) }, tell, options)
  return entries
}
