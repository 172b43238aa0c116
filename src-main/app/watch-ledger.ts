/**
 * While somebody looks at the laptops, this laptop's own record is read every moment: a switch that the other one begins or ends is
 * on the screen at once, and not at the next look. Nobody starts a program for it.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { readLedger, type LedgerView } from '../commons/ledger/verbs.ts'
import type { Machine } from '../machine/machine.ts'

export interface WatchParts {
  readonly here: () => Promise<Machine>
  readonly changed: () => void
  readonly everyMs?: number
  /** Longer than who looks waits for the next look. */
  readonly forMs?: number
}

export interface LedgerWatch {
  /** Somebody looks now. */
  readonly goOn: () => void
}

const usuallyEveryMs = 1_500
const usuallyForMs = 20_000

export function createLedgerWatch(parts: WatchParts): LedgerWatch {
  const { here, changed, everyMs = usuallyEveryMs, forMs = usuallyForMs } = parts
  let until = 0
  let watching: Promise<void> | undefined

  async function watch(): Promise<void> {
    let last: string | undefined
    while (performance.now() < until) {
      const now = markOf(await (await here()).call(readLedger, {}))
      if (last !== undefined && now !== last) changed()
      last = now
      await wait(everyMs, undefined, { ref: false })
    }
  }

  return {
    goOn() {
      until = performance.now() + forMs
      // One that does not answer is told of by the next look.
      watching ??= watch()
        .catch(() => undefined)
        .finally(() => (watching = undefined))
    },
  }
}

function markOf({ holder, lock, open }: LedgerView): string {
  return JSON.stringify([holder, open?.switchId, lock?.alive === true ? lock.id : undefined])
}
