/** What capabilities do by themselves, in turn, while the person does nothing with pc-switcher. */
import type { IdleWork } from '../commons/capability/app-capability.ts'
import type { Logger } from '../kernel/logger.ts'

export interface IdleWorker {
  /** Begins a minute from now, then again and again. Returns what does it at once. */
  readonly add: (work: IdleWork) => () => void
  /** Stops what is being done and keeps it from beginning until `work` has ended. */
  readonly without: <T>(work: () => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

export interface IdleParts {
  /** Also when nobody said so with `without`. */
  readonly isBusy: () => boolean
  readonly logger: Logger
}

const firstMs = 60_000

export function createIdleWork({ isBusy, logger }: IdleParts): IdleWorker {
  const timers = new Map<IdleWork, NodeJS.Timeout>()
  let running: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined
  let others = 0
  let isClosed = false

  const plan = (work: IdleWork, ms: number): void => {
    clearTimeout(timers.get(work))
    if (!isClosed) timers.set(work, setTimeout(() => void begin(work), ms).unref())
  }
  async function begin(work: IdleWork): Promise<void> {
    plan(work, work.everyMs)
    if (isClosed || others > 0 || running !== undefined || isBusy()) return
    const abort = new AbortController()
    const ended = work
      .run(abort.signal)
      .catch((thrown: unknown) => logger.log('warn', 'work in the background failed', { error: String(thrown) }))
      .finally(() => (running = undefined))
    running = { abort, ended }
    await ended
  }
  async function interrupt(): Promise<void> {
    running?.abort.abort()
    await running?.ended
  }

  return {
    add(work) {
      plan(work, firstMs)
      return () => void begin(work)
    },
    async without(work) {
      others += 1
      try {
        await interrupt()
        return await work()
      } finally {
        others -= 1
      }
    },
    async close() {
      isClosed = true
      for (const timer of timers.values()) clearTimeout(timer)
      await interrupt()
    },
  }
}
