/** Which subvolumes hold the system, /home and other areas, found by what is mounted, never by names. */
import { existsSync } from 'node:fs'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Message } from '../../../kernel/message.ts'
import { readHomes } from '../../../tools/accounts/accounts.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { readSubvolumeTree, type CatalogueNode } from '../../../tools/btrfs/btrfs-catalogue.ts'
import { isOnBtrfs, readSubvolumeId, showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { findOwnMount, readMountsOf, type MountEntry } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DiskSpace } from '../../disk-space.ts'
import type { Area } from '../../capability/area.ts'
import { homeArea, systemArea } from '../areas.ts'
import { snapshotSetsMessages } from '../messages.ts'
import type { AreaId, Layout, Subvolume } from '../schemas.ts'
import { isPartOfSystem } from './apart-from-system.ts'
import { readExtraFolders, type ExtraFolder } from './extra-folders.ts'
import { findExtra } from './find-extra.ts'
import { findHomes } from './find-homes.ts'
import { findNested, type Nested } from './find-nested.ts'
import {
  findSubvolumeRoot,
  findSwapPlaces,
  checkPlace,
  placeOnDisk,
  noBtrfs,
  withoutPlace,
  subvolumeIdOf,
  type Problem,
  type SwapPlace,
  linkAt,
} from './check-place.ts'

/** A folder of each area, and where the snapshots are kept; tests have their own. */
export interface Places {
  readonly areas: { readonly system: string; readonly home: string; readonly [id: AreaId]: string }
  readonly stateFolder: string
  readonly swapFiles: readonly string[]
  /** Home folders of accounts: one that is mounted by itself is a part of /home. */
  readonly homes?: readonly string[]
  /** Subvolumes that the person added. */
  readonly extra?: readonly ExtraFolder[]
}

/** `areas` are those that capabilities add to the system and /home; tests say where these are. */
export function machinePlaces(stateFolder: string, swapFiles: readonly string[], areas: readonly Area[]): Places {
  const added = Object.fromEntries(areas.map(({ id, folder }) => [id, folder]))
  return {
    areas: { system: systemArea.folder, home: homeArea.folder, ...added },
    stateFolder,
    swapFiles,
    homes: readHomes(),
    extra: readExtraFolders(stateFolder),
  }
}

export interface LayoutOptions extends RunOptions {
  /** What can be snapshotted although the system or /home cannot. A switch needs both. */
  readonly partly?: boolean
}

export async function findLayout(places: Places, options: LayoutOptions): Promise<Layout> {
  return (await inspectLayout(places, options)).layout
}

export type LayoutInspection =
  | { readonly layout: Extract<Layout, { kind: 'ready' }>; readonly nested: Nested['nested'] }
  | { readonly layout: Exclude<Layout, { kind: 'ready' }> }

/** The layout together with the nested subvolumes, for taking snapshots now. */
export async function inspectLayout(places: Places, options: LayoutOptions): Promise<LayoutInspection> {
  const { stateFolder } = places
  const needed = assessNeeded(places)
  const [problem] = needed.flatMap((place) => place.problem ?? [])
  const usable = needed.flatMap((place) => (place.problem === undefined ? [place.area] : []))
  if (problem !== undefined && (options.partly !== true || usable.length === 0)) return { layout: problem }
  if (findOwnMount(stateFolder).readOnly) return { layout: { kind: 'read-only', place: stateFolder } }
  const { inside, outside } = assessAdded(places)
  const [tree, space, swapPlaces] = await Promise.all([
    readSubvolumeTree(stateFolder, options),
    readSpace(stateFolder, options),
    findSwapPlaces(places.swapFiles, options),
  ])
  const ofAreas = await findSubvolumes(places, [...usable, ...inside], tree, options)
  const homes = usable.includes(homeArea.id) ? await findHomes(homesOf(places), options) : []
  const found = [...ofAreas, ...(await withIds(homes, options))]
  const swapFile = findSwapFile(found, swapPlaces)
  if (swapFile !== undefined) return { layout: { kind: 'swap-file', ...swapFile } }
  const extra = await findExtra(
    places,
    found.map(({ subvolume }) => subvolume),
    options,
  )
  const all = [...found, ...(await withIds(extra.subvolumes, options))]
  const apart = new Set([...all.map(({ id }) => id), await holdingId(stateFolder, options)])
  const within = findNested({
    tree,
    subvolumes: all,
    apart,
    stateOnDisk: placeOnDisk(stateFolder),
    swapIds: new Set(swapPlaces.map(({ subvolumeId }) => subvolumeId)),
  })
  const leftOut = [
    ...needed.flatMap((place) => (place.problem === undefined ? [] : [withoutPlace(place.problem)])),
    ...extra.leftOut,
    ...mountedApart(all),
    ...within.named,
  ]
  return {
    layout: {
      kind: 'ready',
      subvolumes: all.map(({ subvolume }) => subvolume),
      nested: within.nested.length,
      nestedLeftOut: within.leftOut,
      space,
      outside: [...outside],
      ...(leftOut.length === 0 ? {} : { leftOut }),
    },
    nested: within.nested,
  }
}

/** What belongs to the system, is mounted by itself, and is among none of them: programs, or what dpkg knows of them. */
function mountedApart(found: readonly FoundSubvolume[]): readonly Message[] {
  const root = found.find(({ subvolume }) => subvolume.areas.includes(systemArea.id))?.subvolume.path
  if (root === undefined) return []
  const { device } = findOwnMount(root)
  const isTaken = (mount: MountEntry) => mount.device === device && found.some(({ id }) => id === mount.subvolumeId)
  return readMountsOf('self')
    .map((mount) => ({ mount, place: textFromBytePath(mount.target) }))
    .filter(({ mount, place }) => isPartOfSystem(root, place) && !isTaken(mount))
    .map(({ place }) => snapshotSetsMessages.withoutMounted({ place }))
}

/** The folder that homes are in, and those of accounts. */
export function homesOf({ areas, homes = [] }: Places): { readonly home: string; readonly homes: readonly string[] } {
  return { home: areas.home, homes }
}

/** The one that /home is in, and after it homes that are mounted. */
export function holdingHomes(subvolumes: readonly Subvolume[]): readonly Subvolume[] {
  return subvolumes.filter(({ areas }) => areas.includes(homeArea.id))
}

/** The one that /home is in; it has the areas it holds, /home always among them. */
export function homeSubvolume(subvolumes: readonly Subvolume[]): Subvolume {
  const [subvolume] = holdingHomes(subvolumes)
  if (subvolume === undefined) throw new Error('a layout without /home')
  return subvolume
}

/** Areas that exist but are optional for a switch. */
function assessAdded({ areas, stateFolder }: Places): {
  readonly inside: readonly AreaId[]
  readonly outside: readonly AreaId[]
} {
  const needed: readonly AreaId[] = [systemArea.id, homeArea.id]
  const there = Object.entries(areas).filter(([id, folder]) => !needed.includes(id) && existsSync(folder))
  const isInside = ([, folder]: readonly [AreaId, string]) => checkPlace(stateFolder, folder) === undefined
  return {
    inside: there.filter(isInside).map(([id]) => id),
    outside: there.filter((area) => !isInside(area)).map(([id]) => id),
  }
}

interface Needed {
  readonly area: AreaId
  readonly problem: Problem | undefined
}

function assessNeeded({ areas, stateFolder }: Places): readonly Needed[] {
  const nowhere = isOnBtrfs(stateFolder) ? undefined : noBtrfs(stateFolder)
  return (['system', 'home'] as const).map((area) => ({
    area,
    problem: nowhere ?? linkAt(areas[area]) ?? checkPlace(stateFolder, areas[area]),
  }))
}

interface FoundSubvolume {
  readonly id: number
  readonly subvolume: Subvolume
}

async function findSubvolumes(
  places: Places,
  areas: readonly AreaId[],
  tree: ReadonlyMap<number, CatalogueNode>,
  options: RunOptions,
): Promise<readonly FoundSubvolume[]> {
  const found: FoundSubvolume[] = []
  for (const area of areas) {
    const folder = places.areas[area]
    const root = folder === undefined ? undefined : findSubvolumeRoot(folder)
    if (root === undefined) throw new Error(`the subvolume of ${area} is not mounted`)
    const id = await subvolumeIdOf(root, options)
    const known = found.find((other) => other.id === id)
    if (known !== undefined) known.subvolume.areas.push(area)
    else
      found.push({
        id,
        subvolume: { subvolume: area, areas: [area], path: root, uuid: await uuidOf(id, root, tree, options) },
      })
  }
  return found
}

async function uuidOf(
  id: number,
  root: string,
  tree: ReadonlyMap<number, CatalogueNode>,
  options: RunOptions,
): Promise<string> {
  return tree.get(id)?.uuid ?? (await showSubvolume(root, options)).uuid
}

function withIds(subvolumes: readonly Subvolume[], options: RunOptions): Promise<readonly FoundSubvolume[]> {
  return Promise.all(
    subvolumes.map(async (subvolume) => ({ id: await subvolumeIdOf(subvolume.path, options), subvolume })),
  )
}

/** Of the subvolume that contains the snapshots. */
async function holdingId(stateFolder: string, options: RunOptions): Promise<number> {
  const root = findSubvolumeRoot(stateFolder)
  return root === undefined ? readSubvolumeId(stateFolder, options) : subvolumeIdOf(root, options)
}

function findSwapFile(
  subvolumes: readonly FoundSubvolume[],
  swapPlaces: readonly SwapPlace[],
): { readonly file: string; readonly place: string } | undefined {
  for (const { file, subvolumeId } of swapPlaces) {
    const holding = subvolumes.find(({ id }) => id === subvolumeId)
    if (holding !== undefined) return { file, place: holding.subvolume.path }
  }
  return undefined
}

async function readSpace(place: string, options: RunOptions): Promise<DiskSpace> {
  const { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes } = await readBtrfsUsage(
    place,
    options,
  )
  return { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes }
}
