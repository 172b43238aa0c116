/**
 * /home held still: one read-only tree of our own, in which nested subvolumes and homes that are mounted stand in their places.
 * Nobody but root can reach it, and what a program writes afterwards is not in it.
 */
import { existsSync, lstatSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { layoutError } from '../../../../commons/snapshot-sets/on-machine/layout-error.ts'
import {
  holdingHomes,
  homeSubvolume,
  inspectLayout,
  type Places,
} from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { withNested } from '../../../../commons/snapshot-sets/on-machine/find-nested.ts'
import type { Subvolume } from '../../../../commons/snapshot-sets/schemas.ts'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import { bytePathFromText, isUtf8, type BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import {
  isSubvolume,
  setReadOnly,
  snapshotReadOnly,
  snapshotWritable,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { setTimes } from '../../../../tools/files/touch.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { secondsOf } from '../check/entry-facts.ts'

const frozenSchema = z.object({
  version: z.literal(1),
  /** Where /home is in the tree; "" when it is the tree. */
  home: z.union([z.literal(''), relativeBytePathSchema]),
  /** Subvolumes inside the tree, outer ones first. */
  nested: z.array(relativeBytePathSchema),
  /** Those that are mounted in /home. */
  mounted: z.array(relativeBytePathSchema),
  /** Those of which the living one cannot be changed either. */
  readOnly: z.array(relativeBytePathSchema).default([]),
  /** The folders that they are in, "" for the tree itself, and when each of these was last changed. */
  around: z.array(z.object({ folder: z.union([z.literal(''), relativeBytePathSchema]), changed: z.string() })),
})
type Frozen = z.infer<typeof frozenSchema>

export interface FrozenHome {
  /** The folder that is /home in it. */
  readonly root: string
  /** Where that folder is in its subvolume: "" when it is the root folder. */
  readonly within: BytePath
  /** Subvolumes below it, outer ones first. */
  readonly nested: readonly BytePath[]
  /** Those among them that are homes mounted at their paths. */
  readonly mounted: readonly BytePath[]
  /** Those among them of which the living one cannot be changed either. */
  readonly readOnly: readonly BytePath[]
  /** Folders whose change time in the tree is not theirs, as what is in them was put there: the true one, as find has it. */
  readonly changeTimes: ReadonlyMap<BytePath, string>
}

/** `folder` is there, on the file system of /home, and has no tree yet. */
export async function freezeHome(places: Places, folder: string, options: RunOptions): Promise<FrozenHome> {
  const inspection = await inspectLayout(places, { ...options, partly: true })
  if (!('nested' in inspection)) throw layoutError(inspection.layout)
  if (holdingHomes(inspection.layout.subvolumes).length === 0) throw await homeError(places, options)
  const source = homeSubvolume(inspection.layout.subvolumes)
  const home = path.relative(source.path, places.areas.home)
  const tree = treeOf(folder)
  const nested: BytePath[] = []
  const mounted: BytePath[] = []
  const readOnly: BytePath[] = []
  const around: Frozen['around'] = []
  const open: string[] = []
  // Before each subvolume is made, it is written down: whatever happens, what is there can be deleted again.
  const note = (): void => writeState(frozenState(folder), { version: 1, home, nested, mounted, readOnly, around })
  note()
  // What nothing is put into is read-only from the start: making it so afterwards waits for the disk once more.
  const homes = homesApart(inspection.layout.subvolumes, source)
  const holdsNested = (outer: Subvolume): boolean => inspection.nested.some(({ around }) => around === outer)
  const isWithOthers = holdsNested(source) || homes.length > 0
  if (isWithOthers) open.push(tree)
  await freezeOne({ from: source.path, to: tree, holdsOthers: isWithOthers }, options)
  const freezeAt = async (within: BytePath, from: string, holdsOthers: boolean): Promise<void> => {
    nested.push(within)
    noteChangeTime(around, tree, within)
    note()
    if (holdsOthers) open.push(placeIn(tree, within))
    await putInPlace({ from, to: placeIn(tree, within), holdsOthers }, options)
  }
  const freezeNested = async (outer: Subvolume, before: string): Promise<void> => {
    for (const { id, holdsOthers, ...one } of inspection.nested.filter(({ around }) => around === outer)) {
      await withNested(outer.path, id, options, async (openPath, below) => {
        const within = `${before}${below}`
        // One whose name is not UTF-8 stays an empty folder there, and is left out like every other subvolume that is not ours to freeze.
        if (!isUtf8(within) || !isPlaceholder(placeIn(tree, within))) return
        if (one.readOnly) readOnly.push(within)
        await freezeAt(within, openPath, holdsOthers)
      })
    }
  }
  await freezeNested(source, '')
  for (const one of homes) {
    const within = bytePathFromText(path.relative(source.path, one.path))
    mounted.push(within)
    await freezeAt(within, one.path, holdsNested(one))
    await freezeNested(one, `${within}/`)
  }
  for (const place of open.toReversed()) await setReadOnly(place, true, options)
  return frozenAt(folder, { home, nested, mounted, readOnly, around })
}

/** Homes that are mounted, outer ones first. */
function homesApart(subvolumes: readonly Subvolume[], source: Subvolume): readonly Subvolume[] {
  return holdingHomes(subvolumes)
    .filter((one) => one !== source)
    .toSorted((one, other) => one.path.length - other.path.length)
}

/** Why there can be no snapshot of /home, when there can be one of the system. */
async function homeError(places: Places, options: RunOptions): Promise<Error> {
  const { layout } = await inspectLayout(places, options)
  return layout.kind === 'ready' ? new Error('/home was on another file system a moment ago') : layoutError(layout)
}

export function hasTree(folder: string): boolean {
  return existsSync(treeOf(folder))
}

/** Undefined when the tree is not there, or what is in it is not known. */
export function findFrozen(folder: string): FrozenHome | undefined {
  const note = recallState(frozenState(folder))
  return note === undefined || !existsSync(treeOf(folder)) ? undefined : frozenAt(folder, note)
}

/** Harmless when there is none. What the kernel does not let go yet stays for the next time. */
export async function deleteFrozen(folder: string, options: RunOptions): Promise<void> {
  const tree = treeOf(folder)
  if (!existsSync(tree) || !isSubvolume(tree)) return
  const nested = (recallState(frozenState(folder))?.nested ?? []).map((within) => placeIn(tree, within))
  const inside = nested.filter((place) => existsSync(place) && isSubvolume(place))
  const holding = [tree, ...inside].filter((place) => inside.some((other) => other.startsWith(`${place}/`)))
  for (const place of holding) await setReadOnly(place, false, options)
  await deleteSubvolumes([...inside.toReversed(), tree])
}

function frozenAt(folder: string, { home, nested, mounted, readOnly, around }: Omit<Frozen, 'version'>): FrozenHome {
  const above = home === '' ? '' : `${home}/`
  const isInHome = (within: BytePath): boolean => within.startsWith(above)
  return {
    root: path.join(treeOf(folder), home),
    within: home,
    nested: nested.filter(isInHome).map((within) => within.slice(above.length)),
    readOnly: readOnly.filter(isInHome).map((within) => within.slice(above.length)),
    mounted: mounted.map((within) => within.slice(above.length)),
    changeTimes: new Map(
      around.filter((one) => isInHome(one.folder)).map((one) => [one.folder.slice(above.length), one.changed]),
    ),
  }
}

/** Only the first one that is put into a folder finds it as it was. */
function noteChangeTime(around: Frozen['around'], tree: string, within: BytePath): void {
  const folder = within.slice(0, Math.max(0, within.lastIndexOf('/')))
  if (around.some((one) => one.folder === folder)) return
  const { ctimeNs } = lstatSync(placeIn(tree, folder), { bigint: true })
  around.push({ folder, changed: secondsOf(ctimeNs) })
}

/** `within` is UTF-8, and may have a line break in it. */
export function placeIn(tree: string, within: BytePath): string {
  return path.join(tree, Buffer.from(within, 'latin1').toString('utf8'))
}

/** An empty folder stands where the outer snapshot has no subvolume. */
function isPlaceholder(place: string): boolean {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && stat.ino === placeholderInode
}

export const placeholderInode = 2

/** Whether it stands for a subvolume that is not in the tree, or would be in one. Nobody but root can change anything on the way. */
export function isInPlaceholder(root: string, within: BytePath): boolean {
  const names = within.split('/')
  return names.some((_name, index) => {
    const stat = statInside(root, names.slice(0, index + 1).join('/'))
    return stat?.isDirectory() === true && stat.ino === BigInt(placeholderInode)
  })
}

interface Freezing {
  readonly from: string
  readonly to: string
  /** Then it is made read-only when they are in it. */
  readonly holdsOthers: boolean
}

function freezeOne({ from, to, holdsOthers }: Freezing, options: RunOptions): Promise<void> {
  return holdsOthers ? snapshotWritable(from, to, options) : snapshotReadOnly(from, to, options)
}

/** The folder around it keeps its time. Below a mount point lies what nobody sees as long as it is one. */
async function putInPlace(freezing: Freezing, options: RunOptions): Promise<void> {
  const around = path.dirname(freezing.to)
  const { mtimeNs } = lstatSync(around, { bigint: true })
  rmSync(freezing.to, { recursive: true })
  await freezeOne(freezing, options)
  await setTimes(around, mtimeNs, options)
}

function treeOf(folder: string): string {
  return path.join(folder, 'tree')
}

function frozenState(folder: string): StateText<z.infer<typeof frozenSchema>> {
  return {
    path: path.join(folder, 'frozen.json'),
    schema: frozenSchema,
    without: homeMessages.withoutFrozen({}),
  }
}
