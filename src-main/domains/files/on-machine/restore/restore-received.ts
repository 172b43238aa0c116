/** Restores from a snapshot of the other laptop: files arrive in the staging folder and are placed from there. */
import { statfsSync } from 'node:fs'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { timeOfSetName } from '../../../../commons/snapshot-sets/set-name.ts'
import { homeManner } from '../../../../commons/transfers/on-machine/home-transfers.ts'
import { giveTicket, pushWithTicket } from '../../../../commons/transfers/on-machine/ticketed.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { type BytePath, textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { HostContext } from '../../../../machine/machine.ts'
import { findFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { filesMessages } from '../../messages.ts'
import type { RestoreFrom, RestorePlace, RestoreInspection } from '../../restore-schemas.ts'
import { createDescribe } from '../tree/entry-facts.ts'
import { withTree } from '../tree/with-tree.ts'
import type { WorkOptions } from '../tree/work-options.ts'
import { finishPlacing, type Finished } from './finish-placing.ts'
import { digestSteps, inspectSteps, type RestoreStep, hasSameRights } from './inspect-restore.ts'
import { madeFiles, leftOutNotes, wordInspection } from './inspection-words.ts'
import { ancestorsOf } from '../tree/ancestors.ts'
import { nothingToDo, takeBefore } from './restore.ts'
import { prepareNocow } from './stage-here.ts'
import { makeStaging, removeStaging, type Staging } from './staging.ts'
import { sweepRestores } from './sweep.ts'

export type FromThere = Extract<RestoreFrom, { kind: 'there' }>

export interface ReceiveRequest {
  readonly operationId: string
  readonly from: FromThere
  readonly place: RestorePlace
  readonly digest: string
}

/** A restore between preparing and placing. */
interface Waiting {
  readonly request: ReceiveRequest
  readonly steps: readonly RestoreStep[]
  readonly keptSet: string | undefined
  readonly staging: Staging
}

export interface Receiving {
  inspect(
    places: Places,
    request: Pick<ReceiveRequest, 'from' | 'place'>,
    options: RunOptions,
  ): Promise<RestoreInspection>
  receive(
    places: Places,
    host: Pick<HostContext, 'runFolder' | 'bootId'>,
    request: ReceiveRequest,
    options: WorkOptions,
  ): Promise<{ readonly paths: BytePath[]; readonly bytes: number; readonly ticket: string }>
  place(places: Places, operationId: string, options: WorkOptions): Promise<Finished>
  drop(places: Places, operationId: string, subvolume: string, options: RunOptions): Promise<void>
}

/** Exactly the named entries arrive. Folders of the path bring no contents. */
const manner = {
  options: [...homeManner.options, '--ignore-missing-args'],
  allowed: homeManner.allowed,
}

export function createReceiving(): Receiving {
  const waiting = new Map<string, Waiting>()
  const forget = (operationId: string): void => {
    waiting.get(operationId)?.staging.close()
    waiting.delete(operationId)
  }
  return {
    async inspect(places, { from, place }, options) {
      return withLive(places, from, options, async ({ root }) => {
        const steps = await stepsThere(from, place, root, options)
        requireRoom(steps, root)
        const notes = [filesMessages.bytesToSend({ bytes: madeFiles(steps).bytes }), ...leftOutNotes(from.leftOut)]
        return wordInspection({
          steps,
          paths: from.choice.paths,
          place,
          instant: false,
          describe: createDescribe(),
          notes,
        })
      })
    },
    async receive(places, host, request, options) {
      await sweepRestores(places, options)
      const { from, place, operationId, digest } = request
      return withLive(places, from, options, async ({ root }) => {
        const steps = await stepsThere(from, place, root, options)
        if (digestSteps(steps, from.choice.paths) !== digest) throw filesMessages.planChanged({})
        requireRoom(steps, root)
        const paths = pathsToSend(from, steps)
        const keptSet = paths.length === 0 ? undefined : await takeBefore(places, from.choice, operationId, options)
        const staging = makeStaging(places.stateFolder, {
          operationId,
          subvolume: from.choice.subvolume,
          liveRoot: root,
          setId: undefined,
        })
        waiting.set(operationId, { request, steps, keptSet, staging })
        const nocow = new Set(from.nocow)
        const folders = from.entries.filter(({ path, type }) => type === 'd' && nocow.has(path))
        await prepareNocow(staging.path, folders, options)
        const { secret } = await giveTicket(host, staging.path, manner)
        return { paths, bytes: madeFiles(steps).bytes, ticket: secret }
      })
    },
    async place(places, operationId, options) {
      const known = waiting.get(operationId)
      if (known === undefined) throw filesMessages.notExpected({})
      const { from, place } = known.request
      try {
        return await withLive(places, from, options, async (open) => {
          if (known.keptSet === undefined) return nothingToDo(from.choice, open)
          const { steps, keptSet, staging } = known
          await requireArrived(staging.path, steps, options)
          const at = new Date(timeOfSetName(from.choice.setId) ?? Date.now())
          const { paths, subvolume } = from.choice
          const arrived = { staged: staging.path, attributesFrom: staging.path, isOwn: false }
          return await finishPlacing({
            ...{ stateFolder: places.stateFolder, operationId, subvolume, open, keptSet },
            ...arrived,
            ...{ paths, place, at, steps },
          })
        })
      } finally {
        forget(operationId)
        await dropStaging(places, operationId, from.choice.subvolume, options)
      }
    },
    async drop(places, operationId, subvolume, options) {
      forget(operationId)
      await dropStaging(places, operationId, subvolume, options)
    },
  }
}

export async function sendFrom(
  host: HostContext,
  request: {
    readonly setId: string
    readonly subvolume: string
    readonly paths: readonly BytePath[]
    readonly ticket: string
  },
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { setId, subvolume, paths, ticket } = request
  await pushWithTicket(
    host,
    { folder: snapshotPath(host.stateFolder, setId, subvolume), paths, manner, ticket },
    onBytes,
    signal,
  )
}

function withLive<T>(
  places: Places,
  { choice }: FromThere,
  options: RunOptions,
  use: Parameters<typeof withTree<T>>[3],
): Promise<T> {
  if (choice.subvolume.startsWith('nested/')) throw filesMessages.nestedStays({})
  return withTree(places, { kind: 'now', subvolume: choice.subvolume }, options, use)
}

/** Devices belong to a machine and are not sent. */
function stepsThere(from: FromThere, place: RestorePlace, liveRoot: string, options: RunOptions) {
  const { parents, choice } = from
  const entries = from.entries.filter(({ type }) => type !== 'b' && type !== 'c')
  return inspectSteps(
    {
      ...{ subvolume: choice.subvolume, paths: choice.paths },
      ...{ source: { entries, parents }, place, sourceRoot: undefined, liveRoot },
    },
    options,
  )
}

/** The new entries, the folders whose attributes change, and all folders around them. */
function pathsToSend(from: FromThere, steps: readonly RestoreStep[]): BytePath[] {
  const wanted = steps.flatMap(({ wanted: { path }, action }) =>
    action === 'same' || action === 'merge' || action === 'remove' ? [] : [path],
  )
  return [...new Set(wanted.flatMap((path) => [...ancestorsOf(path), path]))]
}

function dropStaging(places: Places, operationId: string, subvolume: string, options: RunOptions): Promise<void> {
  return withTree(places, { kind: 'now', subvolume }, { ...options, signal: undefined }, ({ root }) =>
    removeStaging(places.stateFolder, { operationId, liveRoot: root }, options),
  )
}

/** Checks everything that arrived before anything is placed: the sender's word is not enough. */
async function requireArrived(staged: string, steps: readonly RestoreStep[], options: RunOptions): Promise<void> {
  const { entries } = await findFacts({ root: staged, starts: [''] }, options)
  const arrived = new Map(entries.map((facts) => [facts.path, facts]))
  const lacking = steps.filter(({ wanted, action }) => {
    if (action === 'same' || action === 'merge' || action === 'remove') return false
    const facts = arrived.get(wanted.path)
    if (facts?.type !== wanted.type || !hasSameRights(facts, wanted)) return true
    return wanted.type === 'f' && (facts.bytes !== wanted.bytes || facts.modified !== wanted.modified)
  })
  if (lacking.length > 0) throw notArrived(lacking.map(({ wanted }) => wanted.path))
}

function notArrived(paths: readonly BytePath[]): AppError {
  return filesMessages.notArrived(
    { count: paths.length },
    { details: paths.slice(0, 20).map(textFromBytePath).join('\n') },
  )
}

/**
 * Checked before anything is done: the snapshot that is taken first would keep whatever the person deletes to make room.
 * AppError "disk-full".
 */
function requireRoom(steps: readonly RestoreStep[], liveRoot: string): void {
  const needed = neededBytes(steps)
  const { bavail, bsize } = statfsSync(liveRoot)
  if (needed <= bavail * bsize) return
  throw filesMessages.noRoom({ needed, free: bavail * bsize })
}

/** Holes stay holes, and hard links stay one file. */
function neededBytes(steps: readonly RestoreStep[]): number {
  const made = steps.filter(
    ({ action, wanted }) => (action === 'create' || action === 'replace') && wanted.type === 'f',
  )
  const sizes = new Map(made.map(({ wanted: { device, inode, diskBytes } }) => [`${device} ${inode}`, diskBytes]))
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
