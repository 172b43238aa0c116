/** The other laptop shows how far the switch is: its agent is told every few seconds while one runs here. */
import { setTimeout as wait } from 'node:timers/promises'
import { tellProgress } from '../commons/ledger/verbs.ts'
import { observeProgress, type RunProgress } from '../contract/progress/observe.ts'
import { toldRun, type ToldProgress } from '../contract/progress/told.ts'
import type { SwitchState } from '../contract/switch-state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Machine } from '../machine/machine.ts'

export interface TellingParts {
  readonly state: () => SwitchState
  readonly run: RunObserver
  /** The other laptop, as it is connected already. */
  readonly peer: () => Promise<Machine>
  readonly logger: Logger
  readonly everyMs?: number
}

const usuallyEveryMs = 2_000

export interface Teller {
  /** A switch runs: tells until it does not any more. Harmless while it is told already. */
  begin(): void
  /** Resolves when nothing is being told. */
  untilQuiet(): Promise<void>
}

export function createProgressTeller(parts: TellingParts): Teller {
  const { state, logger, everyMs = usuallyEveryMs } = parts
  let telling: Promise<void> | undefined

  async function tellOn(): Promise<void> {
    for (;;) {
      const now = state()
      if (now.kind !== 'running') return
      const run = parts.run.now()
      if (run !== undefined) await tell(now.switchId, toldRun(run, now))
      await wait(everyMs, undefined, { ref: false })
    }
  }

  /** Nothing depends on it: the laptop may be away just now, and the switch itself says so. */
  async function tell(switchId: string, told: ToldProgress): Promise<void> {
    try {
      const peer = await parts.peer()
      await peer.call(tellProgress, { switchId, ...told })
    } catch (thrown) {
      logger.log('debug', 'the other laptop was not told how far it is', { error: String(thrown) })
    }
  }

  return {
    begin() {
      telling ??= tellOn().finally(() => (telling = undefined))
    },
    untilQuiet: async () => telling,
  }
}

export interface RunObserver {
  /** After each event. */
  hear(): void
  /** Absent while nothing runs, and nothing stands still. */
  now(): RunProgress | undefined
}

/**
 * How far the run is, followed from its beginning: whoever joins it later, or asks again, goes on from here and says what
 * all others say.
 */
export function createRunObserver(state: () => SwitchState, clock: Clock): RunObserver {
  let run: RunProgress | undefined
  const look = (): RunProgress | undefined => (run = observeProgress(run, state(), clock.nowMs()))
  return { hear: () => void look(), now: look }
}
