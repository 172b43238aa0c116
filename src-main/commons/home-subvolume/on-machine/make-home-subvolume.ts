/**
 * Makes /home a subvolume of its own: a snapshot of the system from which everything else is deleted, so that nothing is
 * copied and every file stays what it is. Done at a start, before anybody can log in. What it was before lies below the new
 * one and is deleted later (remove-old-home.ts). One step counts: the line in fstab. Before it everything is taken back.
 */
import { existsSync, renameSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { toAgentError } from '../../../contract/agent-error.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { isSubvolume, showSubvolume, snapshotWritable, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { sumTree } from '../../../tools/find/sum-tree.ts'
import { addToFstab, readFstab } from '../../../tools/mounts/fstab.ts'
import { mountBtrfs, unmount } from '../../../tools/mounts/mount.ts'
import { findOwnMount } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { forgetSubvolumes } from '../../ledger/on-machine/known-subvolumes.ts'
import { homeSubvolumeMessages as messages } from '../messages.ts'
import { examineHome, type FstabHomeLine } from './examine-home.ts'
import type { HomePlaces } from './home-places.ts'
import { readHomeState, writeHomeState, type HomeState } from './home-state.ts'
import { withMounted } from '../../../tools/mounts/with-mounted.ts'
import { randomUUID } from 'node:crypto'
import { bufferFromBytePath, bytePathFromText } from '../../../kernel/byte-path.ts'
import { copyAttributes } from '../../../tools/files/cp.ts'
import { namesIn, removeTrees } from '../../../tools/files/remove-trees.ts'

const subvolumeName = '@home'
/** Until it has everything. */
const unfinishedName = '@home.pc-switcher-unfinished'

type Waiting = Extract<HomeState, { phase: 'at-next-start' }>
type Made = NonNullable<Waiting['made']>

/** Does nothing when nobody has agreed to it. What it throws is remembered too, and is not tried again by itself. */
export async function makeHomeSubvolume(places: HomePlaces, options: RunOptions): Promise<void> {
  const state = readHomeState(places)
  if (state?.phase !== 'at-next-start') return
  try {
    const made = (await alreadyMounted(places, state, options)) ?? (await make(places, state, options))
    forgetSubvolumes(path.dirname(places.state))
    writeHomeState(places, { version: 1, phase: 'mounted', ...made })
  } catch (thrown) {
    writeHomeState(places, { version: 1, phase: 'failed', error: toAgentError(thrown) })
    throw thrown
  }
}

/** It was interrupted after fstab had its line: then the system has mounted it at this start. */
async function alreadyMounted({ home }: HomePlaces, { made }: Waiting, options: RunOptions): Promise<Made | undefined> {
  if (made === undefined || !isSubvolume(home)) return undefined
  return (await showSubvolume(home, options)).uuid === made.uuid ? made : undefined
}

async function make(places: HomePlaces, state: Waiting, options: RunOptions): Promise<Made> {
  const { source } = findOwnMount(places.system)
  return withMounted({ source, subvolume: 'subvolid=5', at: places.top }, options, async () => {
    await dropIfThere(path.join(places.top, unfinishedName))
    const line = await examineHome(places, options)
    await dropNeverMounted(places, state, options)
    const made = await makeTree(places, options)
    await mountForEver(places, { source, line }, options)
    return made
  })
}

async function dropIfThere(place: string): Promise<void> {
  if (existsSync(place)) await deleteSubvolumes([place])
}

/** One that was whole when it was interrupted. Nobody has written to it: fstab has no line for it, as was just looked at. */
async function dropNeverMounted({ top }: HomePlaces, { made }: Waiting, options: RunOptions): Promise<void> {
  const whole = path.join(top, subvolumeName)
  if (made === undefined || !existsSync(whole) || !isSubvolume(whole)) return
  if ((await showSubvolume(whole, options)).uuid === made.uuid) await deleteSubvolumes([whole])
}

async function makeTree(places: HomePlaces, options: RunOptions): Promise<Made> {
  const { top, system, home } = places
  const whole = path.join(top, subvolumeName)
  if (existsSync(whole)) throw messages.nameTaken({ name: subvolumeName })
  const tree = path.join(top, unfinishedName)
  await snapshotWritable(system, tree, options)
  try {
    await keepFolderAlone(tree, path.relative(system, home), options)
    const [before, sum] = await Promise.all([sumTree(home, options), sumTree(tree, options)])
    if (before !== sum) throw messages.changedMeanwhile({}, { details: `${before}, ${sum}` })
    const { uuid } = await showSubvolume(tree, options)
    writeHomeState(places, { version: 1, phase: 'at-next-start', made: { uuid, sum } })
    await syncFileSystem(tree, options)
    renameSync(tree, whole)
    return { uuid, sum }
  } catch (thrown) {
    await deleteSubvolumes([tree])
    throw thrown
  }
}

interface Way {
  /** The device, as it is mounted now. */
  readonly source: string
  readonly line: FstabHomeLine
}

/** fstab has its line last: until then a start finds /home as it was. */
async function mountForEver({ top, home, fstab }: HomePlaces, { source, line }: Way, options: RunOptions) {
  const words = [`subvol=${subvolumeName}`, ...line.options]
  const whole = path.join(top, subvolumeName)
  try {
    await mountBtrfs({ source, target: home, options: words.join(',') }, [], options)
    addToFstab(fstab, { source: line.source, target: '/home', fsType: 'btrfs', options: words })
  } catch (thrown) {
    // With its line the next start wants it, and one that is in use cannot be taken away from under somebody.
    const isWanted = (await readFstab(fstab, {})).some(({ target }) => target === '/home')
    if (!isWanted && (await unmount(home, [], {})) !== 'busy') await deleteSubvolumes([whole])
    throw thrown
  }
}

/** `tree` was made for this and is seen by nobody else; `name` is the folder at its top that stays. */
async function keepFolderAlone(tree: string, name: string, options: RunOptions): Promise<void> {
  // Out of the way of a person who is called like it.
  const kept = `.${randomUUID()}`
  renameSync(path.join(tree, name), path.join(tree, kept))
  const others = namesIn(tree).filter((other) => other !== bytePathFromText(kept))
  await removeTrees({ folder: tree, names: others }, options)
  const folder = path.join(tree, kept)
  const inside = (at: string, child: string) => Buffer.concat([Buffer.from(`${at}/`), bufferFromBytePath(child)])
  for (const child of namesIn(folder)) renameSync(inside(folder, child), inside(tree, child))
  await copyAttributes(folder, tree, options)
  rmdirSync(folder)
}
