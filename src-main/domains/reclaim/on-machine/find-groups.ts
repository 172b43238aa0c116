/** Looks for files that are the same: lists those of which the size occurs more than once, and takes samples of them. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { AgentHost, JobContext } from '../../../commons/capability/agent-capability.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { sortRecords } from '../../../tools/files/sort.ts'
import { filesOf, listVersions, readSameSizes, type SameSize } from '../../../tools/sharing/file-versions.ts'
import { lookAtGroups, type AlikeGroup, type Looked, type LookWord } from '../../../tools/sharing/look-at-groups.ts'
import { reclaimMessages } from '../messages.ts'
import { reclaimFolder } from './disk-memory.ts'
import type { DiskToReclaim } from './find-trees.ts'
import { inTurns } from './in-turns.ts'
import { digestOf } from './known-sizes.ts'

/** Of one size, in all trees: what comes after so many is looked at among itself. */
const ofSizeAtMost = 50_000
/** Of so many files it is asked at once. */
const filesAtOnce = 5_000

export interface GroupOfSize extends AlikeGroup {
  /** Of all files of its size (known-sizes.ts). */
  readonly size: string
}

export interface FoundGroups {
  /** Those that give most first. */
  readonly groups: readonly GroupOfSize[]
  /** Sizes at which nothing is to be shared. */
  readonly done: ReadonlySet<string>
  readonly counts: ReadonlyMap<LookWord, number>
  /** Files that changed too lately to be looked at. */
  readonly late: number
}

type Job = Pick<JobContext, 'signal' | 'turn' | 'report'>

interface Wanted {
  readonly known: ReadonlySet<string>
  readonly stillMs: number
  readonly leastBytes: number
}

/** `known` is passed over. Changes nothing on the disk but what waits to be written. */
export async function findGroups(
  { stateFolder }: Pick<AgentHost, 'stateFolder'>,
  disk: DiskToReclaim,
  { known, stillMs, leastBytes }: Wanted,
  job: Job,
): Promise<FoundGroups> {
  const folder = workFolder(stateFolder)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const file = path.join(folder, 'versions')
    job.report({ done: 0, unit: 'files', current: reclaimMessages.listing({}) })
    let late = 0
    await inTurns(job, async (signal) => {
      // Inodes and extents that wait in memory stand in no tree yet.
      await syncFileSystem(disk.place, { signal })
      const stillSince = Math.floor((Date.now() - stillMs) / 1000)
      late = await listVersions({ families: disk.families, leastBytes, stillSince, file }, { signal })
      await sortRecords({ input: file, output: file, scratchFolder: folder }, { signal })
    })
    return { ...(await lookAtAll(disk, file, known, job)), late }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const workFolder = (stateFolder: string): string => path.join(reclaimFolder(stateFolder), 'work')

async function lookAtAll(
  disk: DiskToReclaim,
  file: string,
  known: ReadonlySet<string>,
  job: Job,
): Promise<Omit<FoundGroups, 'late'>> {
  const groups: GroupOfSize[] = []
  const done = new Set<string>()
  const counts = new Map<LookWord, number>()
  let total = 0
  for (const { versions } of readSameSizes(file, ofSizeAtMost)) total += versions.length
  let looked = 0
  const take = (size: SameSize, found: Looked): void => {
    const digest = digestOf(size)
    for (const [word, count] of found.counts) counts.set(word, (counts.get(word) ?? 0) + count)
    const isAll = !found.counts.has('gone') && !found.counts.has('changed')
    if (found.groups.length === 0 && isAll) done.add(digest)
    groups.push(...found.groups.map((group) => ({ ...group, size: digest })))
    looked += size.versions.length
    job.report({ done: looked, total, unit: 'files', current: reclaimMessages.comparing({}) })
  }
  let waiting: SameSize[] = []
  let files = 0
  const lookAtThem = async (): Promise<void> => {
    await inTurns(job, async (signal) => {
      let told = 0
      const asked = waiting
      try {
        await lookAtGroups(
          { roots: disk.trees.map(({ root }) => root), only: disk.only, leftOut: disk.leftOut },
          asked,
          (found, index) => {
            const size = asked[index]
            if (size !== undefined) take(size, found)
            told = index + 1
          },
          { signal },
        )
      } finally {
        waiting = asked.slice(told)
      }
    })
    files = 0
  }
  for (const size of readSameSizes(file, ofSizeAtMost)) {
    if (known.has(digestOf(size))) {
      done.add(digestOf(size))
      looked += size.versions.length
      continue
    }
    waiting.push(size)
    files += filesOf(size).length
    if (files >= filesAtOnce) await lookAtThem()
  }
  if (waiting.length > 0) await lookAtThem()
  groups.sort((one, other) => other.gain - one.gain || other.later - one.later)
  return { groups, done, counts }
}
