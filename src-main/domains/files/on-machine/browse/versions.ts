/** Versions of a file over time: one lstat for each set, and contents only where that leaves a doubt. */
import { closeSync, readSync, type BigIntStats } from 'node:fs'
import path from 'node:path'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { FileVersion } from '../../../../contract/files-calls.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { openInside, statInside } from '../../../../tools/files/safe-path.ts'
import { createDescribe, type Describe } from '../tree/entry-facts.ts'
import { factsOfStat } from '../tree/stat-facts.ts'
import { withTree } from '../tree/with-tree.ts'

type Version = Omit<FileVersion, 'laptop'>

interface Seen {
  readonly id: string
  readonly at: string
  readonly root: string
  readonly stat: BigIntStats | undefined
}

/** Beyond this, versions that may be equal count as different. */
const comparedBytes = 32 * 1024 * 1024

/** Newest first, "now" before all. Empty when no tree has it. */
export async function readVersions(
  places: Places,
  subvolume: string,
  filePath: BytePath,
  options: RunOptions,
): Promise<Version[]> {
  const describe = createDescribe()
  const now = { id: 'now', at: new Date().toISOString() }
  const older = readSets(places.stateFolder).flatMap(({ id, at, subvolumes }): Seen[] => {
    if (!subvolumes.includes(subvolume)) return []
    const root = path.join(setFolder(places.stateFolder, id), subvolume)
    return [{ id, at, root, stat: statInside(root, filePath) }]
  })
  return withTree(places, { kind: 'now', subvolume }, options, ({ root }) => {
    const seen = [{ ...now, root, stat: statInside(root, filePath) }, ...older]
    return Promise.resolve(collapse(seen, subvolume, filePath, describe))
  }).catch((thrown: unknown) => {
    // A missing subvolume, or a layout that cannot be snapshotted now, still has older versions.
    if (!(thrown instanceof AppError) || !['not-found', 'no-btrfs', 'blocked'].includes(thrown.code)) throw thrown
    return collapse([{ ...now, root: '', stat: undefined }, ...older], subvolume, filePath, describe)
  })
}

function collapse(seen: readonly Seen[], subvolume: string, filePath: BytePath, describe: Describe): Version[] {
  const versions: Version[] = []
  let newer: Seen | undefined
  for (const one of seen) {
    const last = versions.at(-1)
    if (newer !== undefined && last !== undefined && isSame(newer, one, filePath)) last.alsoIn.push(one.id)
    else versions.push(versionOf(one, subvolume, filePath, describe))
    newer = one
  }
  // Nothing is reported before the file first existed.
  if (versions.at(-1)?.facts === undefined) versions.pop()
  return versions
}

function versionOf({ id, at, stat }: Seen, subvolume: string, filePath: BytePath, describe: Describe): Version {
  const facts = stat === undefined ? {} : { facts: describe(factsOfStat(stat)) }
  return { id, subvolume, path: filePath, at, ...facts, alsoIn: [] }
}

function isSame(newer: Seen, older: Seen, filePath: BytePath): boolean {
  const [one, other] = [newer.stat, older.stat]
  if (one === undefined || other === undefined) return one === other
  if (one.mode !== other.mode || one.uid !== other.uid || one.gid !== other.gid) return false
  // What is in a folder is not compared: the same folder may hold other files.
  if (one.isDirectory()) return false
  if (one.size !== other.size || one.mtimeNs !== other.mtimeNs) return false
  if (one.ino === other.ino && one.ctimeNs === other.ctimeNs) return true
  if (!one.isFile()) return one.ino === other.ino
  return one.size <= comparedBytes && hasSameContent(newer.root, older.root, filePath, Number(one.size))
}

function hasSameContent(one: string, other: string, filePath: BytePath, bytes: number): boolean {
  const [left, right] = [one, other].map((root) => readWhole(root, filePath, bytes))
  return left !== undefined && right !== undefined && left.equals(right)
}

function readWhole(root: string, filePath: BytePath, bytes: number): Buffer | undefined {
  const descriptor = openInside(root, filePath)
  if (descriptor === undefined) return undefined
  try {
    const content = Buffer.alloc(bytes)
    let done = 0
    while (done < bytes) {
      const count = readSync(descriptor, content, done, bytes - done, null)
      if (count === 0) return content.subarray(0, done)
      done += count
    }
    return content
  } finally {
    closeSync(descriptor)
  }
}
