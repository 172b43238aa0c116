/** Both laptops' Syncthings for the duration of a switch: joined once, however many steps have something carried. */
import type { Progress } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { joinSync, leaveSync, scanSync, startSync, type SyncFolder } from '../verbs.ts'

import { waitForSync, askSync } from './wait-for-sync.ts'

export interface CarryRequest {
  readonly folder: SyncFolder
  /** What came to the mirror of the source, or went from it, since Syncthing was last told. */
  readonly names: readonly string[]
  /** What was taken from the mirror of the other one, because it was wrong. Syncthing would not look at it again. */
  readonly wrong?: readonly string[]
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal: AbortSignal
}

export interface SyncSession {
  /** Starts both and makes them known to each other; once a pair. */
  join(pair: Pair, options: { readonly signal: AbortSignal }): Promise<void>
  /**
   * Afterwards Syncthing says that the mirror of `to` has what that of `from` has; the caller proves it. One that dies, hangs
   * or stumbles over its index meanwhile is started anew.
   */
  carry(pair: Pair, request: CarryRequest): Promise<void>
  /** Stops both; what fails on one laptop does not keep the other from being left. */
  leave(pair: Pair, options?: { readonly signal?: AbortSignal }): Promise<void>
}

/** How Syncthing is started before each attempt. Its index only saves work. */
const attempts = [{ withoutIndex: false }, { withoutIndex: false }, { withoutIndex: true }] as const
type Attempt = (typeof attempts)[number]

export function createSyncSession(): SyncSession {
  const joined = new WeakMap<Machine, Promise<void>>()

  const join = (pair: Pair, attempt: Attempt, signal: AbortSignal): Promise<void> => {
    const known = joined.get(pair.from)
    if (known !== undefined) return known
    const fresh = joinBoth(pair, attempt, signal)
    joined.set(pair.from, fresh)
    fresh.catch(() => joined.delete(pair.from))
    return fresh
  }
  return {
    async join(pair, { signal }) {
      await join(pair, attempts[0], signal)
    },
    async carry(pair, request) {
      for (const attempt of attempts) {
        await join(pair, attempt, request.signal)
        try {
          await carryOnce(pair, request)
          return
        } catch (thrown) {
          joined.delete(pair.from)
          if (attempt === attempts.at(-1) || !isSilent(thrown)) throw thrown
        }
      }
    },
    async leave(pair, options = {}) {
      joined.delete(pair.from)
      await Promise.allSettled([pair.from.call(leaveSync, {}, options), pair.to.call(leaveSync, {}, options)])
    },
  }
}

function isSilent(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'syncthing-unavailable'
}

async function joinBoth({ from, to }: Pair, attempt: Attempt, signal: AbortSignal): Promise<void> {
  const [left, taken] = await Promise.all([
    askSync(from, startSync, attempt, { signal }),
    askSync(to, startSync, attempt, { signal }),
  ])
  await Promise.all([
    askSync(from, joinSync, { role: 'from', peerDeviceId: taken.deviceId, peerName: to.name }, { signal }),
    askSync(to, joinSync, { role: 'to', peerDeviceId: left.deviceId, peerName: from.name }, { signal }),
  ])
}

async function carryOnce(pair: Pair, request: CarryRequest): Promise<void> {
  const { folder, names, wrong = [], signal } = request
  if (wrong.length > 0) await askSync(pair.to, scanSync, { folder, names: [...wrong] }, { signal })
  await askSync(pair.from, scanSync, { folder, names: [...names] }, { signal })
  await waitForSync(pair, folder, request)
}
