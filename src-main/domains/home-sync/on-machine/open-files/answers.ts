import { closeSync, fstatSync } from 'node:fs'
import type { AllInAgent } from '../../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readNamesByInode } from '../../../../tools/btrfs/btrfs-names.ts'
import { rootFolderInode } from '../../../../tools/btrfs/btrfs-roots.ts'
import { openFolderInside } from '../../../../tools/files/safe-path.ts'
import { listOpenFiles, type OpenFile } from '../../../../tools/proc/open-files.ts'
import { readSwapFiles } from '../../../../tools/proc/swaps.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createSetOf, type FileSet, type KeyedSet } from '../../file-sets/file-set.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { findOpenFiles, type OpenPlace } from '../../open-files-verbs.ts'
import type { FrozenHome } from '../scan/freeze-home.ts'
import { existingScan, frozenOfScan } from '../scan/home-folders.ts'
import { joinPath, placeIn, topOf } from '../scan/linked-names.ts'
import { readSummary } from '../scan/summary-file.ts'

export function createOpenFilesAnswer({ areas }: Pick<AllInAgent, 'areas'>): Answer {
  return answer(findOpenFiles, async ({ scanId }, { host: { stateFolder }, signal }) => {
    const { home } = machinePlaces(stateFolder, readSwapFiles(), areas).areas
    const frozen = frozenOfScan(stateFolder, scanId)
    const { fileSets } = readSummary(existingScan(stateFolder, scanId)) ?? { fileSets: [] }
    return { places: await findOpenPlaces(home, { frozen, fileSets }, { signal }) }
  })
}

/** A person has not this many programs; one program may use thousands of files. */
const placesAtMost = 5_000

interface Named extends Pick<OpenFile, 'program' | 'writes'> {
  readonly path: BytePath
}

interface Scanned {
  readonly frozen: FrozenHome
  readonly fileSets: readonly FileSet[]
}

/**
 * Which files of /home programs have open now, by the names that a scan has of them. `home`: the living one, "/home".
 * A snapshot has the inode numbers of what it was taken of, so whatever a program calls a file (in a container, under
 * a further hard link, through a bind mount), all its names are known. Files that are newer than the scan, or were
 * deleted before, have none.
 */
export async function findOpenPlaces(
  home: string,
  { frozen, fileSets }: Scanned,
  options: RunOptions,
): Promise<OpenPlace[]> {
  const open = await listOpenNames(home, frozen, options)
  const setOf = createSetOf(fileSets)
  return together(open.map((one) => ({ ...one, place: usedPlace(one.path, setOf) }))).slice(0, placesAtMost)
}

async function listOpenNames(home: string, frozen: FrozenHome, options: RunOptions): Promise<readonly Named[]> {
  const devices = new Map<number, BytePath>()
  for (const subvolume of ['', ...frozen.nested]) {
    const device = deviceOf(home, subvolume)
    if (device !== undefined) devices.set(device, subvolume)
  }
  const files = await listOpenFiles(new Set(devices.keys()))
  const named: Named[] = []
  for (const [device, subvolume] of devices) {
    const here = files.filter((file) => file.device === device)
    if (here.length > 0) named.push(...(await namesIn(frozen, { subvolume, files: here }, options)))
  }
  return named
}

/** Undefined where no subvolume is any more; the outermost one may be a folder of its own. */
function deviceOf(home: string, subvolume: BytePath): number | undefined {
  const descriptor = openFolderInside(home, subvolume)
  if (descriptor === undefined) return undefined
  try {
    const { dev, ino } = fstatSync(descriptor)
    return subvolume === '' || ino === rootFolderInode ? dev : undefined
  } finally {
    closeSync(descriptor)
  }
}

interface InSubvolume {
  readonly subvolume: BytePath
  readonly files: readonly OpenFile[]
}

async function namesIn(
  frozen: FrozenHome,
  { subvolume, files }: InSubvolume,
  options: RunOptions,
): Promise<readonly Named[]> {
  const { top, before } = subvolume === '' ? topOf(frozen) : { top: placeIn(frozen.root, subvolume), before: '' }
  const names = await readNamesByInode(top, new Set(files.map(({ inode }) => inode)), options)
  return files.flatMap(({ inode, program, writes }) =>
    (names.get(inode) ?? [])
      .filter((name) => name.startsWith(before))
      .map((name) => ({ path: joinPath(subvolume, name.slice(before.length)), program, writes })),
  )
}

/** One for each place. A set of files is written to by whoever has it open. */
function together(uses: readonly (Named & { readonly place: UsedPlace })[]): OpenPlace[] {
  const places = new Map<BytePath, { readonly place: UsedPlace; readonly programs: Set<string>; writes: boolean }>()
  for (const { place, program, writes } of uses) {
    const known = places.get(place.path) ?? { place, programs: new Set<string>(), writes: false }
    known.programs.add(program)
    known.writes ||= writes || place.kind !== 'file'
    places.set(place.path, known)
  }
  return [...places.values()].map(({ place, programs, writes }) => ({ ...place, programs: [...programs], writes }))
}

/** What a program really uses when it has a file open: the file, or the set of files that it is a part of. Pure. */
type UsedPlace = Pick<OpenPlace, 'path' | 'kind' | 'paths'>

export function usedPlace(path: BytePath, setOf: (key: string) => KeyedSet | undefined): UsedPlace {
  const set = setOf(keyOfPath(path))
  if (set === undefined) return { path, kind: 'file', paths: [path] }
  return { path: set.paths[0] ?? path, kind: set.kind, paths: [...set.paths] }
}
