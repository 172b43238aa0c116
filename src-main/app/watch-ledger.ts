/**
 * While somebody looks at the laptops, this laptop's own record is read every moment: a switch that the other one begins or ends is
 * on the screen at once, and not at the next look. Nobody starts a program for it.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { readLedger, type LedgerView } from '../commons/ledger/verbs.ts'
import type { Machine } from '../machine/machine.ts'

export interface WatchParts {
  readonly here: () => Promise<Machine>
  /** `isProgress`: of a switch that was open before, and no more. */
  readonly changed: (ledger: LedgerView, isProgress: boolean) => void
  readonly everyMs?: number
  /** Longer than who looks waits for the next look. */
  readonly forMs?: number
}

export interface LedgerWatch {
  /** Somebody looks now. */
  readonly goOn: () => void
}

const usuallyEveryMs = 500
const usuallyForMs = 20_000

export function createLedgerWatch(parts: WatchParts): LedgerWatch {
  const { here, changed, everyMs = usuallyEveryMs, forMs = usuallyForMs } = parts
  let until = 0
  let watching: Promise<void> | undefined

  async function watch(): Promise<void> {
    let last: ReturnType<typeof marksOf> | undefined
    while (performance.now() < until) {
      const ledger = await (await here()).call(readLedger, {})
      const now = marksOf(ledger)
      const isNews = last?.work !== now.work
      if (last !== undefined && (isNews || last.progress !== now.progress)) changed(ledger, !isNews)
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

function marksOf({ holder, lock, open, progress }: LedgerView) {
  const work = JSON.stringify([holder, open?.switchId, lock?.alive === true ? lock.id : undefined])
  return { work, progress: JSON.stringify(progress) }
}
