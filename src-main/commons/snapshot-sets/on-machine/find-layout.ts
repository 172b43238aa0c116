/** Which subvolumes hold the system, /home and images, found by what is mounted, never by names. */
import { existsSync } from 'node:fs'
import { readBtrfsUsage } from '../../../tools/btrfs-usage.ts'
import { isOnBtrfs, showSubvolume } from '../../../tools/btrfs-subvolume.ts'
import { findOwnMount } from '../../../tools/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DiskSpace } from '../../disk-space.ts'
import type { Area, Layout, Source } from '../schemas.ts'
import { readExtraFolders, type ExtraFolder } from './extra-folders.ts'
import { findExtra } from './find-extra.ts'
import { countNested } from './find-nested.ts'
import { findSubvolumeRoot, findSwapFile, judgePlace, noBtrfs, problemWords, type Problem } from './judge-place.ts'

/** A folder of each area, and where the snapshots are kept; tests have their own. */
export interface Places {
  readonly areas: Readonly<Record<Area, string>>
  readonly stateFolder: string
  readonly swapFiles: readonly string[]
  /** Subvolumes that the person added. */
  readonly extra?: readonly ExtraFolder[]
}

export function machinePlaces(stateFolder: string, swapFiles: readonly string[]): Places {
  const areas = { system: '/etc', home: '/home', images: '/var/lib/libvirt/images' }
  return { areas, stateFolder, swapFiles, extra: readExtraFolders(stateFolder) }
}

export interface LayoutOptions extends RunOptions {
  /** Of what can be snapshotted, although the system or /home cannot; a switch needs both. */
  readonly partly?: boolean
}

export async function findLayout(places: Places, options: LayoutOptions): Promise<Layout> {
  const needed = await judgeNeeded(places, options)
  const [problem] = needed.flatMap(({ problem }) => (problem === undefined ? [] : [problem]))
  const usable = needed.flatMap((place) => (place.problem === undefined ? [place.area] : []))
  if (problem !== undefined && (options.partly !== true || usable.length === 0)) return problem
  const { stateFolder } = places
  const { images } = places.areas
  if (findOwnMount(stateFolder).readOnly) return { kind: 'read-only', place: stateFolder }
  const imagesInside = existsSync(images) && (await judgePlace(stateFolder, images, options)) === undefined
  const sources = await findSources(places, imagesInside ? [...usable, 'images'] : usable, options)
  const swapFile = await findSwapFile(places.swapFiles, sources, options)
  if (swapFile !== undefined) return { kind: 'swap-file', ...swapFile }
  const extra = await findExtra(places, sources, options)
  const leftOut = [
    ...needed.flatMap(({ problem }) => (problem === undefined ? [] : [problemWords(problem)])),
    ...extra.leftOut,
  ]
  const all = [...sources, ...extra.sources]
  return {
    kind: 'ready',
    sources: all,
    ...(await countNested(all, places, options)),
    space: await readSpace(stateFolder, options),
    imagesOutside: existsSync(images) && !imagesInside,
    ...(leftOut.length === 0 ? {} : { leftOut }),
  }
}

/** The one that /home is in; it has the areas it holds, /home always among them. */
export function homeSource(sources: readonly Source[]): Source {
  const source = sources.find(({ areas }) => areas.includes('home'))
  if (source === undefined) throw new Error('a layout without /home')
  return source
}

interface Needed {
  readonly area: Area
  readonly problem: Problem | undefined
}

async function judgeNeeded(places: Places, options: RunOptions): Promise<readonly Needed[]> {
  const { areas, stateFolder } = places
  const nowhere = isOnBtrfs(stateFolder) ? undefined : await noBtrfs(stateFolder, options)
  return Promise.all(
    (['system', 'home'] as const).map(async (area) => ({
      area,
      problem: nowhere ?? (await judgePlace(stateFolder, areas[area], options)),
    })),
  )
}

async function findSources(places: Places, areas: readonly Area[], options: RunOptions): Promise<readonly Source[]> {
  const sources: Source[] = []
  for (const area of areas) {
    const root = findSubvolumeRoot(places.areas[area])
    if (root === undefined) throw new Error(`the subvolume of ${places.areas[area]} is not mounted`)
    const { uuid } = await showSubvolume(root, options)
    const known = sources.find((source) => source.uuid === uuid)
    if (known === undefined) sources.push({ folder: area, areas: [area], path: root, uuid })
    else known.areas.push(area)
  }
  return sources
}

async function readSpace(place: string, options: RunOptions): Promise<DiskSpace> {
  const { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes } = await readBtrfsUsage(
    place,
    options,
  )
  return { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes }
}
