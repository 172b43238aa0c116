/** The job: looks for files that are the same, and lets them share their blocks unless it only plans. One disk after the other. */
import { z } from 'zod'
import type { AgentHost, AllInAgent, JobContext } from '../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { endSharingInto, forgetShared } from '../../../commons/snapshot-sets/on-machine/shared-into.ts'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'
import { leftOutWords, type ReclaimLook, type SameFiles } from '../../../contract/reclaim-calls.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { Message } from '../../../kernel/message.ts'
import { findLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import { treeOf } from '../../../tools/sharing/file-versions.ts'
import type { LookWord } from '../../../tools/sharing/look-at-groups.ts'
import { reclaimMessages } from '../messages.ts'
import { recallDisk, rememberDisk } from './disk-memory.ts'
import { findGroups, type GroupOfSize } from './find-groups.ts'
import { findDisks, type DiskToReclaim, type PlacesToReclaim } from './find-trees.ts'
import { recallKnown, rememberKnown } from './known-sizes.ts'
import { restBetween } from './in-turns.ts'
import { recallSettings } from './settings-file.ts'
import { shareGroups } from './share-groups.ts'

const pathsSchema = z.array(absolutePathSchema)

export const reclaimInputSchema = z
  .partialRecord(z.enum(['what', 'paths', 'full']), z.string())
  .refine(({ paths }) => pathsIn(paths) !== undefined, 'no list of paths')

/** Undefined for what is none. */
function pathsIn(text = '[]'): readonly string[] | undefined {
  try {
    return pathsSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export interface ReclaimAsked {
  readonly what: 'plan' | 'run'
  /** None for /home. */
  readonly paths: readonly string[]
  readonly isFull: boolean
}

export async function runReclaim(host: AgentHost, all: AllInAgent, job: JobContext): Promise<Message> {
  const { what, paths, full } = job.input
  const places = machinePlaces(host.stateFolder, readSwapFiles(), all.areas)
  const asked = { paths: pathsIn(paths) ?? [], isFull: full !== undefined }
  return reclaim(host, { places, inUse: all.inUse }, { what: what === 'plan' ? 'plan' : 'run', ...asked }, job)
}

export interface ReclaimPlaces extends PlacesToReclaim {
  /** How long nothing may have changed in a file. */
  readonly stillMs?: number
}

/** What is being written would be read for nothing. */
const usualStillMs = 5 * 60_000

type Job = Pick<JobContext, 'signal' | 'report' | 'turn' | 'hold'>

export async function reclaim(
  host: Pick<AgentHost, 'stateFolder'>,
  { stillMs = usualStillMs, ...places }: ReclaimPlaces,
  { what, paths, isFull }: ReclaimAsked,
  whole: Job,
): Promise<Message> {
  const { leastBytes, diskShare } = recallSettings(host.stateFolder)
  const job = restBetween(whole, diskShare)
  await endSharingInto(host.stateFolder, { signal: job.signal })
  const disks = await findDisks(host, places, paths, { signal: job.signal })
  if (disks.length === 0) return reclaimMessages.nowhere({})
  let [gainBytes, laterBytes, groups, freedBytes, files, leftFiles, late] = [0, 0, 0, 0, 0, 0, 0]
  for (const disk of disks) {
    for (const { snapshot } of disk.trees) if (snapshot !== undefined) job.hold(snapshot.setId)
    if (disk.trees.some(({ snapshot }) => snapshot !== undefined))
      await forgetShared(
        host.stateFolder,
        async (uuid) => (await findLineage(uuid, disk.place, { signal: job.signal })) !== undefined,
      )
    const atMs = Date.now()
    const known = !isFull && paths.length === 0 ? recallKnown(host.stateFolder, disk) : new Set<string>()
    const found = await findGroups(host, disk, { known, stillMs, leastBytes }, job)
    const look = { disk, paths, atMs, counts: found.counts, late: found.late }
    late += found.late
    rememberDisk(host.stateFolder, disk.id, { look: describeLook(look, found.groups) })
    gainBytes += sumOf(found.groups, ({ gain }) => gain)
    laterBytes += sumOf(found.groups, ({ later }) => later)
    groups += found.groups.length
    if (what === 'plan') continue
    const shared = await shareGroups(host, disk, found.groups, {
      ...{ signal: job.signal, turn: job.turn, report: job.report, inUse: places.inUse },
      rests: diskShare < 100,
      onFreed: (bytes) => countFreed(host.stateFolder, disk.id, bytes),
    })
    freedBytes += shared.freedBytes
    files += shared.files
    leftFiles += shared.leftFiles
    rememberDisk(host.stateFolder, disk.id, { look: describeLook(look, shared.rest) })
    const open = new Set(shared.rest.map(({ size }) => size))
    const shareds = found.groups.flatMap(({ size }) => (open.has(size) ? [] : [size]))
    const sizes = new Set([...found.done, ...shareds])
    if (paths.length === 0) rememberKnown(host.stateFolder, disk, { sizes, atMs: Date.now() })
  }
  if (what === 'plan') return reclaimMessages.planned({ gainBytes, laterBytes, groups, late })
  return reclaimMessages.reclaimed({ freedBytes, files, leftFiles, late })
}

const sumOf = (groups: readonly GroupOfSize[], bytes: (group: GroupOfSize) => number): number =>
  groups.reduce((sum, group) => sum + bytes(group), 0)

/** What others write or delete meanwhile makes it less, or more, up to what was shared. */
function countFreed(stateFolder: string, id: string, bytes: number): void {
  const { reclaimedBytes, since = new Date().toISOString() } = recallDisk(stateFolder, id)
  rememberDisk(stateFolder, id, { reclaimedBytes: reclaimedBytes + bytes, since })
}

interface LookedAt {
  readonly disk: DiskToReclaim
  readonly paths: readonly string[]
  readonly atMs: number
  readonly counts: ReadonlyMap<LookWord, number>
  readonly late: number
}

const mostGroups = 20
const mostPlaces = 6

function describeLook({ disk, paths, atMs, counts, late }: LookedAt, groups: readonly GroupOfSize[]): ReclaimLook {
  const leftOut = leftOutWords.flatMap((word) => {
    const count = counts.get(word) ?? 0
    return count === 0 ? [] : [[word, count] as const]
  })
  return {
    ...{ at: new Date(atMs).toISOString(), paths: [...paths], groups: groups.length },
    gainBytes: sumOf(groups, ({ gain }) => gain),
    laterBytes: sumOf(groups, ({ later }) => later),
    largest: groups.slice(0, mostGroups).map((group) => describeGroup(disk, group)),
    ...{ heldSnapshots: disk.heldSnapshots, writtenSnapshots: disk.writtenSnapshots },
    leftOut: { ...Object.fromEntries(leftOut), ...(late === 0 ? {} : { late }) },
  }
}

function describeGroup({ trees }: DiskToReclaim, { bytes, gain, layouts }: GroupOfSize): SameFiles {
  return {
    ...{ bytes, copies: layouts.length, gainBytes: gain },
    places: layouts.slice(0, mostPlaces).map(({ path, tree, files }) => {
      const lives = files.some((file) => trees[treeOf(file)]?.snapshot === undefined)
      const { shownAs = '', snapshot } = trees[tree] ?? {}
      const whole = `${bytePathFromText(shownAs === '/' ? '' : shownAs)}/${path}`
      return lives || snapshot === undefined ? { path: whole } : { path: whole, snapshotAt: snapshot.at }
    }),
  }
}
