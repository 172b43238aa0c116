/**
 * Makes the folder of pc-switcher's own state a subvolume of its own: what it holds is copied, the subvolume mounted over it and
 * written into fstab. That line is the one step that counts; before it everything is taken back or made anew.
 */
import { existsSync, renameSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import {
  createSubvolume,
  isOnBtrfs,
  isSubvolume,
  showSubvolume,
  syncFileSystem,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { readFileSystemId } from '../../../../tools/btrfs/btrfs-usage.ts'
import { sumCopy } from '../../../../tools/find/sum-tree.ts'
import { addToFstab, hasWholeLines, readFstab } from '../../../../tools/mounts/fstab.ts'
import { mountBtrfs, unmount } from '../../../../tools/mounts/mount.ts'
import { findProgramsIn } from '../../../../tools/proc/programs-in.ts'
import { findOwnMount } from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { withMounted } from '../../../../tools/mounts/with-mounted.ts'
import { requireNobodyElse } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { pairingMessages as messages } from '../../messages.ts'
import { readRecord, rememberState, type StateRecord } from '../paired-record.ts'
import type { SetUpHost } from '../set-up-host.ts'
import { copyContents, emptyFolder, moveSubvolumes } from './carry.ts'
import { mountedAt, plainName, subvolumeName, unfinishedName, type StatePlaces } from './state-places.ts'

const mountOptions = [`subvol=/${subvolumeName}`, 'noatime', 'nodev', 'nosuid']

/** Does nothing where the system is not on btrfs, or where somebody mounts something there already. */
export async function makeStateSubvolume(host: SetUpHost, options: RunOptions): Promise<void> {
  const { state: places } = host
  if (!isOnBtrfs(places.system)) return
  const known = readRecord(host).state
  if (mountedAt(places) === undefined) return makeOrMount(host, known, options)
  const uuid = await mountedUuid(places, options)
  if (known?.phase === 'making' && known.made?.uuid === uuid) return goOn(host, known, options)
  if (known?.phase === 'mounted' && known.uuid === uuid) await clearPlainFolder(host, known, options)
}

/** It was interrupted after it was mounted. */
async function goOn(
  host: SetUpHost,
  { made, wholeLines }: Extract<StateRecord, { phase: 'making' }>,
  options: RunOptions,
): Promise<void> {
  if (made === undefined) return
  if (!(await hasLine(host.state, options))) await refuseChanged(host.state, made, options)
  await writeLine(host, { made, wholeLines }, options)
}

async function makeOrMount(host: SetUpHost, known: StateRecord | undefined, options: RunOptions): Promise<void> {
  const { state: places } = host
  if (await hasLine(places, options)) {
    if (known === undefined || known.phase === 'left') throw messages.stateNotMounted({ folder: places.folder })
    await mountAsInFstab(places, options)
    return makeStateSubvolume(host, options)
  }
  await make(host, known, options)
}

/** It has its line. The device is the one of the system: the line names the file system. */
export async function mountAsInFstab({ system, folder, fstab }: StatePlaces, options: RunOptions): Promise<void> {
  const line = (await readFstab(fstab, options)).find(({ target }) => target === folder)
  const { source } = findOwnMount(system)
  await mountBtrfs({ source, target: folder, options: line?.options.join(',') ?? '' }, [], options)
}

export async function hasLine({ fstab, folder }: StatePlaces, options: RunOptions): Promise<boolean> {
  return (await readFstab(fstab, options)).some(({ target }) => target === folder)
}

/** Of the subvolume that is mounted as a whole. */
export async function mountedUuid(places: StatePlaces, options: RunOptions): Promise<string | undefined> {
  const { folder } = places
  if (mountedAt(places) === undefined || !isSubvolume(folder)) return undefined
  return (await showSubvolume(folder, options)).uuid
}

async function make(host: SetUpHost, known: StateRecord | undefined, options: RunOptions): Promise<void> {
  const { state: places } = host
  await examine(places, known, options)
  await refuseUsers(places, options)
  const wholeLines = hasWholeLines(places.fstab)
  const begun = await withTop(places, options, async () => {
    await dropNeverMounted(places, known, options)
    await rememberState(host, { phase: 'making', wholeLines })
    places.stop?.('remembered')
    return { phase: 'making', wholeLines, made: await makeTree(host, wholeLines, options) } as const
  })
  places.stop?.('made')
  await mountOver(host, begun.made, options)
  await writeLine(host, begun, options)
}

/** AppError "locked" during a switch, "blocked" while somebody works in the folder. */
export async function refuseUsers({ folder, quiet }: StatePlaces, options: RunOptions): Promise<void> {
  requireNobodyElse(path.join(folder, 'root'))
  await quiet(options)
  const programs = await findStayingIn(folder)
  if (programs.length > 0) throw messages.stateInUse({ folder, programs: [...programs] })
}

const looks = 50
const lookEveryMs = 100

/** What is just ending, or closing what it had open, as our own tools do after each answer, is not in use. It may take seconds. */
async function findStayingIn(folder: string): Promise<readonly string[]> {
  for (let look = 1; ; look += 1) {
    const programs = findProgramsIn(folder)
    if (programs.length === 0 || look === looks) return programs
    await wait(lookEveryMs)
  }
}

/** What stands against it; nothing is changed. */
export async function examineStateSubvolume(
  places: StatePlaces,
  known: StateRecord | undefined,
  options: RunOptions,
): Promise<void> {
  if (!isOnBtrfs(places.system) || mountedAt(places) !== undefined) return
  if (!(await hasLine(places, options))) return examine(places, known, options)
  if (known === undefined) throw messages.stateNotMounted({ folder: places.folder })
}

async function examine(places: StatePlaces, known: StateRecord | undefined, options: RunOptions): Promise<void> {
  plainName(places)
  await withTop(places, options, async () => {
    const { top, folder } = places
    const isTaken = existsSync(path.join(top, unfinishedName)) && known?.phase !== 'making'
    if (isTaken) throw messages.stateNameTaken({ name: unfinishedName, folder })
    if (existsSync(path.join(top, subvolumeName)) && !(await isNeverMounted(places, known, options)))
      throw messages.stateNameTaken({ name: subvolumeName, folder })
  })
}

/** Ours, whole, and as it was made: nobody has written to it. */
async function isNeverMounted({ top }: StatePlaces, known: StateRecord | undefined, options: RunOptions) {
  const whole = path.join(top, subvolumeName)
  if (known?.phase !== 'making' || known.made === undefined || !isSubvolume(whole)) return false
  if ((await showSubvolume(whole, options)).uuid !== known.made.uuid) return false
  return (await sumCopy(whole, options)) === known.made.sum
}

/** What an interruption left, as `examine` has found it to be. */
export async function dropNeverMounted(
  places: StatePlaces,
  known: StateRecord | undefined,
  options: RunOptions,
): Promise<void> {
  const [whole, unfinished] = [subvolumeName, unfinishedName].map((name) => path.join(places.top, name))
  if (known?.phase !== 'making' || whole === undefined || unfinished === undefined) return
  const ours = existsSync(whole) && (await isNeverMounted(places, known, options)) ? [whole] : []
  await deleteSubvolumes([...ours, ...(existsSync(unfinished) ? [unfinished] : [])])
}

/** Does `work` while the top level of the file system is mounted. */
export function withTop<T>({ system, top }: StatePlaces, options: RunOptions, work: () => Promise<T>): Promise<T> {
  return withMounted({ source: findOwnMount(system).source, subvolume: 'subvolid=5', at: top }, options, work)
}

type Made = NonNullable<Extract<StateRecord, { phase: 'making' }>['made']>

async function makeTree(host: SetUpHost, wholeLines: boolean, options: RunOptions): Promise<Made> {
  const { top } = host.state
  const tree = path.join(top, unfinishedName)
  await createSubvolume(tree, options)
  const sum = await copyContents(path.join(top, plainName(host.state)), tree, options)
  host.state.stop?.('copied')
  const { uuid } = await showSubvolume(tree, options)
  await rememberState(host, { phase: 'making', made: { uuid, sum }, wholeLines })
  renameSync(tree, path.join(top, subvolumeName))
  // fstab must not name it before it has its name on the disk: without it the laptop would not start.
  await syncFileSystem(top, options)
  return { uuid, sum }
}

async function mountOver({ state: places }: SetUpHost, made: Made, options: RunOptions): Promise<void> {
  const { source } = findOwnMount(places.system)
  await mountBtrfs({ source, target: places.folder, options: mountOptions.join(',') }, [], options)
  places.stop?.('mounted')
  await refuseChanged(places, made, options)
}

/** What was written to the folder between copying and mounting is seen by nobody: then it is as it was. */
async function refuseChanged(places: StatePlaces, { sum }: Made, options: RunOptions): Promise<void> {
  const { folder, top } = places
  const now = await withTop(places, options, () => sumCopy(path.join(top, plainName(places)), options))
  if (now === sum) return
  await unmount(folder, [], {})
  throw messages.stateChanged({}, { details: `${sum}, ${now}` })
}

async function writeLine(
  host: SetUpHost,
  { made, wholeLines }: { readonly made: Made; readonly wholeLines: boolean },
  options: RunOptions,
): Promise<void> {
  const { state: places } = host
  if (!(await hasLine(places, options))) {
    const source = `UUID=${await readFileSystemId(places.folder, options)}`
    addToFstab(places.fstab, { source, target: places.folder, fsType: 'btrfs', options: mountOptions })
  }
  places.stop?.('in fstab')
  await places.reload(options)
  const mounted = { phase: 'mounted', uuid: made.uuid, wholeLines } as const
  await rememberState(host, mounted)
  places.stop?.('remembered as mounted')
  await clearPlainFolder(host, mounted, options)
}

/** What it held is in the subvolume; subvolumes in it are moved there. */
async function clearPlainFolder(
  host: SetUpHost,
  known: { readonly uuid: string; readonly wholeLines: boolean },
  options: RunOptions,
): Promise<void> {
  const { state: places } = host
  await withTop(places, options, async () => {
    const plain = plainName(places)
    await moveSubvolumes(places.top, { from: plain, to: subvolumeName }, options)
    places.stop?.('moved')
    await emptyFolder(path.join(places.top, plain), options)
  })
  places.stop?.('cleared')
  await rememberState(host, { ...known, phase: 'made' })
}
