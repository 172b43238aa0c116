/**
 * Both laptops' Syncthings for the duration of a switch. The steps that copy with it share one session, because nothing
 * may be pulled while one of them finds out what only the receiver has.
 */
import type { Progress } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import {
  flushSync,
  holdSync,
  joinSync,
  leaveSync,
  readSyncOwnChanges,
  scanSync,
  setSyncFolder,
  startSync,
  type SyncFolder,
} from '../verbs.ts'
import { askSync } from './ask-sync.ts'
import { changedThere } from './texts.ts'
import { waitForSync, type SyncOutcome } from './wait-for-sync.ts'

export interface FolderRequest {
  readonly folder: SyncFolder
  /** `.stignore` lines for each side; rules on one side alone do nothing good. */
  readonly ignoresFrom: readonly string[]
  readonly ignoresTo: readonly string[]
  /**
   * Whether the receiver's own changes may be given up: items that it added, changed or removed by itself. With
   * `indexIsNew` its Syncthing knows nothing yet, and every item is among them, equal or not.
   */
  readonly mayRevert: (
    names: readonly BytePath[],
    about: { readonly indexIsNew: boolean },
  ) => boolean | Promise<boolean>
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal: AbortSignal
}

export interface SyncSession {
  /** Starts both and makes them known to each other; once a pair. */
  join(pair: Pair, options: { readonly signal: AbortSignal }): Promise<void>
  /** Afterwards every item of `to` that is not ignored is as on `from`, on disk, and there is no other. */
  bringFolderInSync(pair: Pair, request: FolderRequest): Promise<SyncOutcome>
  /** Pauses everything and stops both; what fails on one laptop does not keep the other from being left. */
  leave(pair: Pair, options?: { readonly signal?: AbortSignal }): Promise<void>
}

const lostCodes: readonly ErrorCode[] = ['syncthing-unavailable', 'unreachable', 'agent-died']

export function createSyncSession(): SyncSession {
  const joined = new WeakMap<Machine, Join>()
  const oneAtATime = createQueue()

  const join = (pair: Pair, signal: AbortSignal): Join => {
    const known = joined.get(pair.from)
    if (known !== undefined) return known
    const fresh: Join = { done: joinBoth(pair, signal), released: false }
    joined.set(pair.from, fresh)
    fresh.done.catch(() => joined.delete(pair.from))
    return fresh
  }
  return {
    async join(pair, { signal }) {
      await join(pair, signal).done
    },
    async bringFolderInSync(pair, request) {
      const ours = join(pair, request.signal)
      await ours.done
      try {
        await oneAtATime(() => prepareFolder(pair, request, ours))
        const outcome = await waitForSync(pair, request.folder, request)
        await askSync(pair.to, flushSync, { folder: request.folder }, { signal: request.signal })
        return outcome
      } catch (thrown) {
        // Join again at the next attempt. After other failures the other folder may still be copying.
        if (thrown instanceof AppError && lostCodes.includes(thrown.code)) joined.delete(pair.from)
        throw thrown
      }
    },
    async leave(pair, options = {}) {
      joined.delete(pair.from)
      await Promise.allSettled([pair.from.call(leaveSync, {}, options), pair.to.call(leaveSync, {}, options)])
    },
  }
}

/** Two that know each other, and whether they have been let speak. */
interface Join {
  readonly done: Promise<void>
  released: boolean
}

async function joinBoth({ from, to }: Pair, signal: AbortSignal): Promise<void> {
  const [left, taken] = await Promise.all([
    askSync(from, startSync, {}, { signal }),
    askSync(to, startSync, {}, { signal }),
  ])
  await Promise.all([
    askSync(from, joinSync, { role: 'from', peerDeviceId: taken.deviceId, peerName: to.name }, { signal }),
    askSync(to, joinSync, { role: 'to', peerDeviceId: left.deviceId, peerName: from.name }, { signal }),
  ])
}

/** Scans both sides and reads the receiver's own changes before anything can be sent to it. */
async function prepareFolder(pair: Pair, request: FolderRequest, join: Join): Promise<void> {
  const { folder, ignoresFrom, ignoresTo, signal } = request
  await Promise.all([
    askSync(pair.from, setSyncFolder, { folder, type: 'sendonly', ignores: [...ignoresFrom] }, { signal }),
    askSync(pair.to, setSyncFolder, { folder, type: 'receiveonly', ignores: [...ignoresTo] }, { signal }),
  ])
  const scan = (machine: Machine) => askSync(machine, scanSync, { folder }, { signal, onProgress: request.onProgress })
  if (join.released) {
    // Another folder may be on its way: the sender keeps this one paused meanwhile, and so does not offer it.
    await scan(pair.to)
    await requireAgreed(pair, request)
    await scan(pair.from)
    return
  }
  // Side by side, since the two do not speak at all yet.
  await Promise.all([scan(pair.from), scan(pair.to)])
  await requireAgreed(pair, request)
  await release(pair, signal)
  join.released = true
}

async function release(pair: Pair, signal: AbortSignal): Promise<void> {
  await askSync(pair.to, holdSync, { held: false }, { signal })
  await askSync(pair.from, holdSync, { held: false }, { signal })
}

async function requireAgreed({ to }: Pair, { folder, mayRevert, signal }: FolderRequest): Promise<void> {
  const { names, indexIsNew } = await askSync(to, readSyncOwnChanges, { folder }, { signal })
  if (names.length === 0 || (await mayRevert(names, { indexIsNew }))) return
  throw new AppError({
    code: 'plan-changed',
    ...changedThere(names.length, to.label, folder),
    details: names.slice(0, 50).map(textFromBytePath).join('\n'),
  })
}

/** Runs work one piece at a time; a failed piece does not stop the next. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}
