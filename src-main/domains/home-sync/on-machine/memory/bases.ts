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
import { listSetAside } from '../../../../tools/files/set-aside.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { isLeftOut, keyOfPath, nowhere, uncompared, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { basesFolder, makeFolder } from '../scan/home-folders.ts'
import { createInventoryWriter } from '../inventory/inventory-writer.ts'
import { isListDamage, outlineFile } from '../inventory/damage.ts'
import { openInventory, recallInventory, writeOutline, type Inventory } from '../inventory/outline-file.ts'
import { entriesAt, patchInventory } from '../inventory/patch-inventory.ts'
import type { Stretch } from '../inventory/stretch.ts'
import { homeMessages } from '../../messages.ts'
import { sharedFolderSchema } from '../../verbs.ts'

const basesKept = 2
const basesSchema = z.object({
  version: z.literal(1),
  switchIds: z.array(switchIdSchema),
  /** Of the newest one: what the person's own Syncthing carries to the other laptop. */
  shared: z.array(sharedFolderSchema).default([]),
  /** Both were equal before the oldest of these, too, and nothing is known of it any more. */
  hasForgotten: z.literal(true).optional(),
  /** The switch that was undone here: that the other laptop remembers it does not count. */
  undone: switchIdSchema.optional(),
})
export type SharedWithPeer = z.infer<typeof sharedFolderSchema>

export interface RememberedBases {
  /** Newest first. One that is damaged is set aside, and named until another one takes its place. */
  readonly bases: readonly { readonly switchId: string; readonly isDamaged: boolean }[]
  /** What named them is damaged: which there were cannot be told. */
  readonly isLost: boolean
  /** What was remembered was set aside, as after a rollback. */
  readonly isForgotten: boolean
  /** Before the oldest of these there was more, of which nothing is known. */
  readonly hasForgotten?: true
  readonly undone?: string
}

export function rememberedBases(stateFolder: string): RememberedBases {
  const state = basesState(stateFolder)
  const known = recallState(state)
  const isDamaged = (switchId: string) => recallInventory(baseFile(stateFolder, switchId)) === undefined
  return {
    bases: (known?.switchIds ?? []).map((switchId) => ({ switchId, isDamaged: isDamaged(switchId) })),
    isLost: known === undefined && listSetAside(basesFolder(stateFolder), 0).some(({ file }) => file === state.path),
    isForgotten: known?.switchIds.length === 0 && (known.hasForgotten === true || known.undone === undefined),
    ...(known?.hasForgotten === true ? { hasForgotten: true } : {}),
    ...(known?.undone === undefined ? {} : { undone: known.undone }),
  }
}

/** What the person's own Syncthing carried between both when they were last equal. */
export function sharedWhenEqual(stateFolder: string): readonly SharedWithPeer[] {
  return recallState(basesState(stateFolder))?.shared ?? []
}

/** After which both were last equal, whether or not what was had then can be read. */
export function newestBase(stateFolder: string): string | undefined {
  return recallState(basesState(stateFolder))?.switchIds[0]
}

/** Those that can be counted from. */
export function knownBases(stateFolder: string): readonly string[] {
  return rememberedBases(stateFolder).bases.flatMap(({ switchId, isDamaged }) => (isDamaged ? [] : [switchId]))
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

export interface Apart {
  /** Stayed as it is here. What of it goes later is deleted. */
  readonly kept: readonly BytePath[]
  /** The other laptop does not have these, nor anything in them. */
  readonly alone: readonly BytePath[]
  /** On either laptop: nothing is known of the other one's. */
  readonly leftOut: readonly BytePath[]
}

export interface NewBase {
  readonly switchId: string
  readonly inventory: string
  /**
   * What was not made equal: what is there counts as this laptop's own from now on, and what is not, as deleted, if it is
   * in `previous` or `otherwise`.
   */
  readonly apart: Apart
  /** What the other laptop has and this one has not, or otherwise, in the order of an inventory: a change of this one, whatever was before. */
  readonly otherwise: readonly { readonly path: BytePath; readonly shared: string }[]
  /** The base that the switch was planned from. */
  readonly previous: string | undefined
  readonly shared?: readonly SharedWithPeer[]
}

/** Returns how many entries it has. Recording the same switch again replaces its record. */
export async function recordBase(stateFolder: string, base: NewBase): Promise<number> {
  makeFolder(basesFolder(stateFolder))
  const file = baseFile(stateFolder, base.switchId)
  const { bases, ...remembered } = rememberedBases(stateFolder)
  const earlier = bases.flatMap(({ switchId, isDamaged }) => (isDamaged ? [] : [switchId]))
  const previous =
    base.previous !== undefined && earlier.includes(base.previous)
      ? recallInventory(baseFile(stateFolder, base.previous))
      : undefined
  // A base must not be read while it is replaced, so a switch that is recorded again never counts as its own predecessor.
  const inventory = openInventory(base.inventory)
  const stretches = await writeBase(`${file}.new`, {
    inventory,
    previous,
    apart: base.apart,
    otherwise: base.otherwise,
  })
  renameSync(`${file}.new`, file)
  writeOutline({ file, rules: inventory.rules, stretches }, true)
  flushFolder(basesFolder(stateFolder))
  const switchIds = [base.switchId, ...earlier.filter((switchId) => switchId !== base.switchId)].slice(0, basesKept)
  const isLess = bases.some(({ switchId }) => !switchIds.includes(switchId))
  writeState(basesState(stateFolder), {
    ...{ version: 1, switchIds, shared: [...(base.shared ?? [])] },
    ...(isLess || wasMore(remembered) ? { hasForgotten: true } : {}),
  })
  forgetOthers(stateFolder, switchIds)
  return stretches.reduce((sum, { entries }) => sum + entries, 0)
}

interface Writing {
  readonly inventory: Inventory
  readonly previous: Inventory | undefined
  readonly apart: Apart
  readonly otherwise: NewBase['otherwise']
}

async function writeBase(file: string, writing: Writing): Promise<readonly Stretch[]> {
  const { inventory, previous, apart, otherwise } = writing
  const elsewhere = otherwise.map(({ path: at, shared }) => ({ key: keyOfPath(at), local: nowhere, shared }))
  const allApart = [...apart.kept, ...apart.alone, ...apart.leftOut]
  const touched = [
    ...allApart.map((one) => ({ key: keyOfPath(one), isWhole: true })),
    ...elsewhere.map(({ key }) => ({ key, isWhole: false })),
  ]
  const isApart = createCover(allApart)
  const there = await entriesAt(inventory, touched)
  const keysThere = new Set(there.map(({ key }) => key))
  const before = previous === undefined ? [] : await entriesBefore(previous, touched)
  const known = new Map([...before, ...elsewhere].map((entry) => [entry.key, entry]))
  const gone = [...known.values()].filter(({ key }) => !(isApart(key) && keysThere.has(key)))
  const comes = [...gone, ...keptOf(there, apart)].sort(byKey)
  const writer = createInventoryWriter(file)
  let isWhole = false
  try {
    await patchInventory(inventory, { touched, comes, withoutLeftOut: true }, writer)
    isWhole = true
  } finally {
    if (!isWhole) writer.close()
  }
  return writer.close(true)
}

/** Without it, what was there before is not known to be deleted. */
async function entriesBefore(...asked: Parameters<typeof entriesAt>): ReturnType<typeof entriesAt> {
  try {
    return await entriesAt(...asked)
  } catch (thrown) {
    if (isListDamage(thrown)) return []
    throw thrown
  }
}

function keptOf(there: readonly InventoryEntry[], { kept, alone, leftOut }: Apart): readonly InventoryEntry[] {
  const isKept = createCover(kept)
  const isUnknown = createCover([...alone, ...leftOut])
  return there
    .filter((entry) => !isLeftOut(entry) && isKept(entry.key) && !isUnknown(entry.key))
    .map((entry) => ({ ...entry, local: uncompared }))
}

function byKey(one: InventoryEntry, other: InventoryEntry): number {
  return one.key < other.key ? -1 : 1
}

function forgetOthers(stateFolder: string, switchIds: readonly string[]): void {
  const folder = basesFolder(stateFolder)
  const files = switchIds.map((switchId) => baseFile(stateFolder, switchId))
  const wanted = new Set(files.flatMap((file) => [file, outlineFile(file)]).map((file) => path.basename(file)))
  for (const name of readdirSync(folder)) {
    if (/\.inventory(\.new|\.outline\.json)?$/.test(name) && !wanted.has(name)) {
      rmSync(path.join(folder, name), { force: true })
    }
  }
}

const wasMore = ({ isLost, isForgotten, hasForgotten }: Omit<RememberedBases, 'bases'>): boolean =>
  isLost || isForgotten || hasForgotten === true

/**
 * Forgets what this laptop had: the next plan compares all of both homes, and removes nothing. Of a switch that is undone
 * only what was recorded after it: /home is again what the base before it was followed by.
 */
export function forgetBases(stateFolder: string, undoes?: string): void {
  if (!existsSync(basesState(stateFolder).path)) return
  const { bases, ...remembered } = rememberedBases(stateFolder)
  const isKept = ({ switchId, isDamaged }: (typeof bases)[number]) =>
    undoes !== undefined && !isDamaged && switchId !== undoes
  const isLess = bases.some((one) => !isKept(one) && one.switchId !== undoes)
  const switchIds = bases.filter(isKept).map(({ switchId }) => switchId)
  writeState(basesState(stateFolder), {
    ...{ version: 1, switchIds, shared: [] },
    ...(isLess || wasMore(remembered) ? { hasForgotten: true } : {}),
    ...(undoes === undefined ? {} : { undone: undoes }),
  })
  forgetOthers(stateFolder, switchIds)
}
