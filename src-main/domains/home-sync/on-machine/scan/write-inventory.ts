import { createHash } from 'node:crypto'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusion.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createMatcher, type LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import type { OwnRules } from '../../exclusions/person-rule.ts'
import { markRules } from '../../file-sets/set-marks.ts'
import { isLeftOut, pathOfKey, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { withRacyMark } from '../../inventory/racy-entry.ts'
import { createInventoryWriter, type InventoryWriter } from '../inventory/inventory-writer.ts'
import type { Inventory } from '../inventory/outline-file.ts'
import type { Special } from '../../inventory/special.ts'
import type { EarlierScan } from './earlier-scan.ts'
import type { FrozenHome } from './freeze-home.ts'
import { inventoryFile } from './home-folders.ts'
import { listInventory } from './list-inventory.ts'
import type { WholeReason } from '../../scan-verbs.ts'
import { isUntouched, stampTree } from './tree-stamps.ts'
import { updateInventory, type InventoryUpdate, type UpdatedInventory } from './update-inventory.ts'

export interface Writing {
  /** Of the scan. */
  readonly folder: string
  readonly frozen: FrozenHome
  /** When that began, in milliseconds since 1970. */
  readonly frozenAt: number
  readonly rules: readonly Exclusion[]
  readonly own: OwnRules
  /** Left out because of what is on this disk. */
  readonly known: readonly LiteralExclusion[]
  /** Of which only what changed since is looked at, if the kernel can tell. */
  readonly earlier: EarlierScan | undefined
}

export interface WrittenInventory {
  readonly inventory: Inventory
  readonly specials: readonly Special[]
  /** Why all of it was listed; undefined where only what the kernel told was looked at. */
  readonly whole: WholeReason | undefined
}

export async function writeInventory(
  { folder, frozen, frozenAt, rules, own, known, earlier }: Writing,
  options: RunOptions,
): Promise<WrittenInventory> {
  const file = inventoryFile(folder)
  const digest = createHash('sha1')
    .update(JSON.stringify([rules, own, markRules]))
    .digest('hex')
  const freeze = { from: frozenAt, until: Date.now() }
  const writer = createInventoryWriter(file, { as: (entry) => withRacyMark(withChangeTime(entry, frozen), freeze) })
  let isWhole = false
  try {
    const folders = [...frozen.changeTimes.keys()].filter((one) => one !== '')
    const now = { root: frozen.root, subvolumes: ['', ...frozen.nested], folders }
    const trees = await stampTree(now, options)
    const update = { now, rules: digest, known, isExcluded: createMatcher(rules, known, own) }
    const told = await updateOrNot({ before: earlier, ...update }, writer, options)
    const { specials } =
      'walk' in told
        ? await listInventory({ frozen, rules, own, known, folder }, (entry) => writer.write(entry), options)
        : told
    isWhole = true
    const inventory = { file, rules: digest, stretches: writer.close(), trees }
    return { inventory, specials, whole: 'walk' in told ? told.walk : undefined }
  } finally {
    if (!isWhole) writer.close()
  }
}

type Update = Omit<InventoryUpdate, 'before'> & { readonly before: EarlierScan | undefined }

async function updateOrNot(
  { before, ...update }: Update,
  writer: InventoryWriter,
  options: RunOptions,
): Promise<UpdatedInventory | { readonly walk: WholeReason }> {
  const stamps = before?.inventory.trees
  if (before === undefined || stamps === undefined) return { walk: 'first' }
  // Of a folder in a subvolume the kernel cannot tell, and nothing is known.
  if (stamps.length > 0 && !(await isUntouched(before, stamps, options))) return { walk: 'made-writable' }
  return updateInventory({ before, ...update }, writer, options)
}

/** What was put into a folder of the frozen tree moved its change time there. */
function withChangeTime(entry: InventoryEntry, { changeTimes }: FrozenHome): InventoryEntry {
  const changed = changeTimes.size === 0 ? undefined : changeTimes.get(pathOfKey(entry.key))
  if (changed === undefined || isLeftOut(entry)) return entry
  return { ...entry, local: `${changed}${entry.local.slice(entry.local.indexOf(' '))}` }
}
