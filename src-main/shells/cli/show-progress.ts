/** What a person sees of a switch on the command line while it goes on: lines that move on a screen, few lines in a log. */
import { observeProgress, type RunProgress } from '../../contract/progress/observe.ts'
import type { SwitchState } from '../../contract/switch-state.ts'
import type { Clock } from '../../kernel/clock.ts'
import { createLiveLines, type Screen } from './live-lines.ts'
import { printable, printableLine } from './printable.ts'
import { progressLine, progressLines } from './progress-lines.ts'

export interface ProgressShown {
  readonly isLive: boolean
  /** A line that stays. */
  say(line: string): void
  /** How far a run is that is joined. */
  join(run: RunProgress | undefined): void
  /** What the switch looks like now. */
  show(state: SwitchState): void
  /** Time has passed. */
  tick(): void
  end(): void
}

export interface ShownOn {
  /** Undefined for a log or a pipe. */
  readonly screen: Screen | undefined
  readonly say: (line: string) => void
  readonly clock: Clock
}

export const logEveryMs = 10_000
const drawEveryMs = 250

export function createProgressShown({ screen, say, clock }: ShownOn): ProgressShown {
  const live = screen === undefined ? undefined : createLiveLines(screen)
  let state: SwitchState = { kind: 'idle' }
  let run: RunProgress | undefined
  let toldMs: number | undefined

  function tell(): void {
    const nowMs = clock.nowMs()
    run = observeProgress(run, state, nowMs)
    if (state.kind !== 'running' || run === undefined) {
      live?.clear()
      return
    }
    // A log has the begin of the switch already.
    toldMs ??= live === undefined ? nowMs : -Infinity
    if (nowMs - toldMs < (live === undefined ? logEveryMs : drawEveryMs)) return
    toldMs = nowMs
    if (live === undefined) say(progressLine(state, run))
    else live.draw(progressLines(state, run, nowMs).map(printableLine))
  }

  return {
    isLive: live !== undefined,
    say: (line) => (live === undefined ? say(line) : live.say(printable(line))),
    join: (told) => (run = told ?? run),
    show(next) {
      state = next
      tell()
    },
    tick: tell,
    end: () => live?.clear(),
  }
}
