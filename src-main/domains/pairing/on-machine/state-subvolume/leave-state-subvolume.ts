/** Takes the subvolume away again: the plain folder gets everything that is the person's, and fstab is as it was. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import { isSubvolume, readSubvolumeId, showSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { sumCopy } from '../../../../tools/find/sum-tree.ts'
import { readFstab, removeFromFstab } from '../../../../tools/mounts/fstab.ts'
import { unmount } from '../../../../tools/mounts/mount.ts'
import { findOwnMount, readMountNamespaces } from '../../../../tools/proc/mountinfo.ts'
import { findProgramsIn } from '../../../../tools/proc/programs-in.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { pairingMessages as messages } from '../../messages.ts'
import { readRecord, rememberState, type StateRecord } from '../paired-record.ts'
import type { SetUpHost } from '../set-up-host.ts'
import { copyContents, deleteWhatIsMadeAgain, emptyFolder, moveSubvolumes } from './carry.ts'
import {
  dropNeverMounted,
  makeStateSubvolume,
  mountAsInFstab,
  mountedUuid,
  refuseUsers,
  withTop,
} from './make-state-subvolume.ts'
import { plainName, subvolumeName, type StatePlaces } from './state-places.ts'

/** Whose own program finishes them, with what is in this folder. */
const ofRollback = ['root/rollback/journal.json', 'root/rollback/order.json']

/** Harmless where none was made. AppError "blocked" while somebody uses it: then everything is as it was. */
export async function leaveStateSubvolume(host: SetUpHost, options: RunOptions): Promise<void> {
  const { state: places } = host
  const known = readRecord(host).state
  if (known === undefined) return
  if (known.phase === 'left') return deleteLeft(host, known.uuid, options)
  const isUnmade = known.phase === 'making' && (await mountedUuid(places, options)) !== known.made?.uuid
  if (isUnmade || (known.phase === 'making' && known.made === undefined)) return forgetUnmade(host, known, options)
  // What was interrupted is finished first: there is one way back.
  if (known.phase === 'making' || known.phase === 'mounted') await makeStateSubvolume(host, options)
  const made = readRecord(host).state
  if (made === undefined || made.phase === 'making') return
  if ((await mountedUuid(places, options)) === made.uuid) return leaveMounted(host, made, options)
  await leaveUnmounted(host, made, options)
}

type Made = Exclude<StateRecord, { phase: 'making' }>

async function forgetUnmade(host: SetUpHost, known: StateRecord, options: RunOptions): Promise<void> {
  await withTop(host.state, options, () => dropNeverMounted(host.state, known, options))
  await rememberState(host, undefined)
}

/** Of what writes to it for a moment, as an agent does that is just ending: then everything is done once more. */
const triesAtMost = 3

async function leaveMounted(host: SetUpHost, made: Made, options: RunOptions): Promise<void> {
  const { folder } = host.state
  if (ofRollback.some((name) => existsSync(path.join(folder, name)))) throw messages.stateRollbackWaits({})
  for (let tries = 1; ; tries += 1) {
    const problem = await unmountAndForget(host, made, options)
    if (problem === undefined) return deleteLeft(host, made.uuid, options)
    if (tries === triesAtMost) throw problem
  }
}

/** What keeps it from that: then it is mounted as before. */
async function unmountAndForget(
  host: SetUpHost,
  { uuid, wholeLines }: Made,
  options: RunOptions,
): Promise<AppError | undefined> {
  const { state: places } = host
  const { top } = places
  await refuseUsers(places, options)
  await rememberState(host, { phase: 'leaving', uuid, wholeLines })
  places.stop?.('leaving')
  return withTop(places, options, async () => {
    await deleteWhatIsMadeAgain(top, subvolumeName, options)
    const sum = await copyContents(path.join(top, subvolumeName), path.join(top, plainName(places)), options)
    await rememberState(host, { phase: 'leaving', uuid, wholeLines, sum })
    places.stop?.('copied back')
    const problem = await unmountWhole(host, { uuid, wholeLines, sum }, options)
    if (problem !== undefined) return problem
    places.stop?.('unmounted')
    await removeLine(host, { uuid, wholeLines }, options)
    return undefined
  })
}

interface Leaving {
  readonly uuid: string
  readonly wholeLines: boolean
  readonly sum: string
}

/** Within `withTop`. Nobody may have written to it since it was copied, or be using it: otherwise it is mounted as before. */
async function unmountWhole(host: SetUpHost, leaving: Leaving, options: RunOptions): Promise<AppError | undefined> {
  const { state: places } = host
  const { folder, top } = places
  const isFree = (await unmount(folder, [], options)) !== 'busy'
  const isSame = isFree && (await sumCopy(path.join(top, subvolumeName), options)) === leaving.sum
  const isSeen = isSame && (await isMountedSomewhere(top, options))
  if (isSame && !isSeen) return undefined
  if (isFree) await mountAsInFstab(places, options)
  await emptyFolder(path.join(top, plainName(places)), options)
  await rememberState(host, { phase: 'made', uuid: leaving.uuid, wholeLines: leaving.wholeLines })
  if (isFree && !isSame) return messages.stateChanged({})
  return messages.stateInUse({ folder, programs: [...findProgramsIn(folder)] })
}

/** By a service with mounts of its own: the kernel would delete it all the same. */
async function isMountedSomewhere(top: string, options: RunOptions): Promise<boolean> {
  const id = await readSubvolumeId(path.join(top, subvolumeName), options)
  const { device } = findOwnMount(top)
  return readMountNamespaces().some(({ mounts }) =>
    mounts.some((mount) => mount.device === device && mount.subvolumeId === id),
  )
}

async function removeLine(
  host: SetUpHost,
  { uuid, wholeLines }: Pick<Leaving, 'uuid' | 'wholeLines'>,
  options: RunOptions,
): Promise<void> {
  const { fstab, folder, reload, stop } = host.state
  removeFromFstab(fstab, { target: folder, wholeLines })
  stop?.('out of fstab')
  await reload(options)
  await rememberState(host, { phase: 'left', uuid, wholeLines })
  stop?.('remembered as left')
}

/** The plain folder is what counts now. */
async function deleteLeft(host: SetUpHost, uuid: string, options: RunOptions): Promise<void> {
  const { state: places } = host
  const whole = path.join(places.top, subvolumeName)
  await withTop(places, options, async () => {
    if ((await uuidOf(whole, options)) !== uuid) return
    await moveSubvolumes(places.top, { from: subvolumeName, to: plainName(places) }, options)
    places.stop?.('moved back')
    const { complaints } = await deleteSubvolumes([whole])
    if (existsSync(whole)) throw messages.stateNotDeleted({ name: subvolumeName }, { details: complaints })
  })
  await rememberState(host, undefined)
}

/** It was interrupted after it was unmounted, or somebody has unmounted it. */
async function leaveUnmounted(host: SetUpHost, made: Made, options: RunOptions): Promise<void> {
  const { state: places } = host
  const whole = path.join(places.top, subvolumeName)
  const found = await withTop(places, options, async () => {
    const uuid = await uuidOf(whole, options)
    if (uuid !== made.uuid) return uuid === undefined ? 'gone' : 'another'
    const isCopied = made.phase === 'leaving' && made.sum === (await sumCopy(whole, options))
    return isCopied ? 'copied' : 'there'
  })
  if (found === 'there') throw messages.stateNotMounted({ folder: places.folder })
  if (found === 'copied') {
    await removeLine(host, made, options)
    return deleteLeft(host, made.uuid, options)
  }
  // One of nothing would keep the laptop from starting.
  if (found === 'gone' && (await hasOurLine(places, options)))
    removeFromFstab(places.fstab, { target: places.folder, ...made })
  await rememberState(host, undefined)
}

async function uuidOf(place: string, options: RunOptions): Promise<string | undefined> {
  return existsSync(place) && isSubvolume(place) ? (await showSubvolume(place, options)).uuid : undefined
}

async function hasOurLine({ fstab, folder }: StatePlaces, options: RunOptions): Promise<boolean> {
  const lines = (await readFstab(fstab, options)).filter(({ target }) => target === folder)
  return lines.some(({ options: words }) => words.includes(`subvol=/${subvolumeName}`))
}
