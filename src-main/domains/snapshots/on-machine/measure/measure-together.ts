/**
 * What several sets free together. What they share only with each other is in none of their own
 * numbers. btrfs tells how much a folder holds, each place on the disk counted once; so snapshots of the sets and of
 * their nearest neighbours are put into one folder, and the neighbours alone into another: the difference is what goes.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import type { ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import { measureTrees } from '../../../../tools/btrfs/btrfs-du.ts'
import { hasSubvolumeInode, isSubvolume, snapshotReadOnly } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'

/** Each is read in full, which takes seconds. */
const mostSets = 30

/** `sets` newest first. Undefined when it is unknown: too many, or the live subvolume cannot be found. */
export async function measureTogether(
  stateFolder: string,
  sets: readonly ListedSet[],
  ids: ReadonlySet<string>,
  options: RunOptions,
): Promise<number | undefined> {
  if (ids.size < 2 || ids.size > mostSets) return undefined
  const chosen = chooseTrees(stateFolder, sets, ids)
  if (chosen === undefined) return undefined
  await removeLeftovers(stateFolder)
  const folder = path.join(snapshotsFolder(stateFolder), `${prefix}${process.pid}-${Date.now()}`)
  const both = path.join(folder, 'both')
  const rest = path.join(folder, 'rest')
  for (const place of [both, rest]) mkdirSync(place, { recursive: true, mode: 0o700 })
  try {
    await snapshotAll([...chosen.going, ...chosen.staying], both, options)
    await snapshotAll(chosen.staying, rest, options)
    const [all, kept] = await measureTrees([both, rest], options)
    return all === undefined || kept === undefined ? undefined : Math.max(0, heldBy(all) - heldBy(kept))
  } finally {
    await removeTrees(folder)
  }
}

function heldBy({ exclusiveBytes, sharedBytes }: { readonly exclusiveBytes: number; readonly sharedBytes: number }) {
  return exclusiveBytes + sharedBytes
}

interface Chosen {
  readonly going: readonly string[]
  /** What lies before and after each run of those that go, and may share with them. */
  readonly staying: readonly string[]
}

interface Link {
  readonly place: string
  readonly going: boolean
  /** Where its subvolume was mounted. */
  readonly source: string | undefined
}

/** A file lives from some snapshot to a later one without a gap: who shares with a run also shares with its neighbours. */
function chooseTrees(stateFolder: string, sets: readonly ListedSet[], ids: ReadonlySet<string>): Chosen | undefined {
  const going: string[] = []
  const staying = new Set<string>()
  for (const chain of chainsOf(stateFolder, sets, ids).values()) {
    for (const [index, link] of chain.entries()) {
      if (!link.going) continue
      going.push(link.place)
      const [before, after] = [chain[index - 1], chain[index + 1]]
      if (before?.going === false) staying.add(before.place)
      if (after?.going === false) staying.add(after.place)
      if (after !== undefined) continue
      // Nothing newer is kept: what is there now shares with it.
      if (link.source === undefined || !existsSync(link.source) || !isSubvolume(link.source)) return undefined
      staying.add(link.source)
    }
  }
  return { going, staying: [...staying] }
}

/** Oldest first, of each subvolume. */
function chainsOf(stateFolder: string, sets: readonly ListedSet[], ids: ReadonlySet<string>) {
  const chains = new Map<string, Link[]>()
  for (const { id, content, subvolumes } of sets.toReversed()) {
    const snapshots = content.kind === 'described' ? content.description.snapshots : []
    for (const { subvolume, sourceUuid, path: source } of snapshots) {
      if (!subvolumes.includes(subvolume)) continue
      const link = { place: path.join(setFolder(stateFolder, id), subvolume), going: ids.has(id), source }
      const known = chains.get(sourceUuid)
      if (known === undefined) chains.set(sourceUuid, [link])
      else known.push(link)
    }
  }
  return chains
}

async function snapshotAll(places: readonly string[], into: string, options: RunOptions): Promise<void> {
  for (const [index, place] of places.entries()) await snapshotReadOnly(place, path.join(into, String(index)), options)
}

const prefix = '.measuring-'

/** Removes what a killed process left. What a running one uses stays. */
async function removeLeftovers(stateFolder: string): Promise<void> {
  const folder = snapshotsFolder(stateFolder)
  for (const name of readdirSync(folder)) {
    const pid = /^\.measuring-(\d+)-\d+$/.exec(name)?.[1]
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) await removeTrees(path.join(folder, name))
  }
}

/** Only copies that were made for measuring. */
async function removeTrees(folder: string): Promise<void> {
  const places = ['both', 'rest'].flatMap((half) => {
    const place = path.join(folder, half)
    return existsSync(place) ? readdirSync(place).map((name) => path.join(place, name)) : []
  })
  await deleteSubvolumes(places.filter((place) => hasSubvolumeInode(lstatSync(place))))
  if (places.every((place) => !existsSync(place))) rmSync(folder, { recursive: true, force: true })
}
