/** Which subvolumes hold the system, /home and images, found by what is mounted, never by names. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import type { DiskSpace } from '../../disk-space.ts'
import { readBtrfsUsage } from '../../../tools/btrfs-usage.ts'
import { isOnBtrfs, isSubvolume, showSubvolume } from '../../../tools/btrfs-subvolume.ts'
import { findMount } from '../../../tools/findmnt.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Area, Layout, Source } from '../schemas.ts'
import { findNested } from './find-nested.ts'

/** A folder of each area, and where the snapshots are kept; tests have their own. */
export interface Places {
  readonly areas: Readonly<Record<Area, string>>
  readonly stateFolder: string
  readonly swapFiles: readonly string[]
}

export function machinePlaces(stateFolder: string, swapFiles: readonly string[]): Places {
  return { areas: { system: '/etc', home: '/home', images: '/var/lib/libvirt/images' }, stateFolder, swapFiles }
}

export async function findLayout(places: Places, options: RunOptions): Promise<Layout> {
  const { areas, stateFolder } = places
  for (const place of [stateFolder, areas.system, areas.home]) {
    if (!isOnBtrfs(place)) return { kind: 'no-btrfs', place, fsType: (await findMount(place, options)).fsType }
  }
  const home = await readFileSystem(stateFolder, options)
  for (const place of [areas.system, areas.home]) {
    if ((await readFileSystem(place, options)) !== home) return { kind: 'elsewhere', place, folder: stateFolder }
  }
  const imagesInside =
    existsSync(areas.images) && isOnBtrfs(areas.images) && (await readFileSystem(areas.images, options)) === home
  const sources = await findSources(places, imagesInside ? ['system', 'home', 'images'] : ['system', 'home'], options)
  const swapFile = await findSwapFile(places.swapFiles, sources, options)
  if (swapFile !== undefined) return { kind: 'swap-file', ...swapFile }
  const { nested, leftOut } = await findNested(homeSource(sources).path, stateFolder, options)
  return {
    kind: 'ready',
    sources: [...sources],
    nested: nested.length,
    nestedLeftOut: leftOut,
    space: await readSpace(stateFolder, options),
    imagesOutside: existsSync(areas.images) && !imagesInside,
  }
}

/** The one that /home is in; it has the areas it holds, /home always among them. */
export function homeSource(sources: readonly Source[]): Source {
  const source = sources.find(({ areas }) => areas.includes('home'))
  if (source === undefined) throw new Error('a layout without /home')
  return source
}

async function findSources(places: Places, areas: readonly Area[], options: RunOptions): Promise<readonly Source[]> {
  const sources: Source[] = []
  for (const area of areas) {
    const root = findSubvolumeRoot(places.areas[area])
    const { uuid } = await showSubvolume(root, options)
    const known = sources.find((source) => source.uuid === uuid)
    if (known === undefined) sources.push({ folder: area, areas: [area], path: root, uuid })
    else known.areas.push(area)
  }
  return sources
}

/** The closest folder above that is the root of a subvolume; every mount point of btrfs's whole subvolumes is one. */
function findSubvolumeRoot(place: string): string {
  let folder = realpathSync(place)
  while (!isSubvolume(folder)) {
    const above = path.dirname(folder)
    if (above === folder) throw new Error(`${place} is on btrfs, but no folder above it is a subvolume`)
    folder = above
  }
  return folder
}

async function readFileSystem(place: string, options: RunOptions): Promise<string | undefined> {
  return (await findMount(place, options)).uuid
}

/** The kernel refuses to snapshot a subvolume with an active swap file ("Text file busy"). */
async function findSwapFile(
  files: readonly string[],
  sources: readonly Source[],
  options: RunOptions,
): Promise<{ readonly file: string; readonly place: string } | undefined> {
  for (const file of files) {
    // In a container the kernel names the host's files.
    if (!existsSync(file) || !isOnBtrfs(file)) continue
    const { uuid } = await showSubvolume(findSubvolumeRoot(path.dirname(file)), options)
    const source = sources.find((candidate) => candidate.uuid === uuid)
    if (source !== undefined) return { file, place: source.path }
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
