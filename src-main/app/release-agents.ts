/**
 * The agents that this app keeps connected hold more memory than the app: after a while in which nobody asked for anything
 * they are let go, and come back with the next question.
 */
import type { Handlers } from '../contract/handlers.ts'

export interface Releasing {
  /** Ends what is kept connected. */
  readonly release: () => void
  /** Work that goes on without a call; what it needs stays. */
  readonly isBusy: () => boolean
  readonly afterMs?: number
}

const usuallyAfterMs = 3 * 60_000

/** The same handlers. None is at work when the agents are let go. */
export function releasingAgents(handlers: Handlers, parts: Releasing): Handlers {
  const { release, isBusy, afterMs = usuallyAfterMs } = parts
  let atWork = 0
  let timer: NodeJS.Timeout | undefined

  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (isBusy()) wait()
      else if (atWork === 0) release()
    }, afterMs).unref()
  }

  const during = async (answer: () => unknown): Promise<unknown> => {
    atWork += 1
    try {
      return await answer()
    } finally {
      atWork -= 1
      wait()
    }
  }

  const watched = Object.entries(handlers).map(([key, handle]) => [
    key,
    (...given: readonly unknown[]) => during(() => (handle as (...all: readonly unknown[]) => unknown)(...given)),
  ])
  return Object.fromEntries(watched) as Handlers
}
