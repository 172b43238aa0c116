/** What a person sees of a switch on the command line while it goes on: lines that move on a terminal, few lines in a log. */
import { observeProgress, type RunProgress } from '../../contract/progress/observe.ts'
import type { SwitchState } from '../../contract/switch-state.ts'
import type { Clock } from '../../kernel/clock.ts'
import { printable } from '../../kernel/printable.ts'
import { createLiveLines, type Terminal } from './live-lines.ts'
import { progressLine, progressLines } from './progress-lines.ts'

export interface ProgressShown {
  readonly isLive: boolean
  /** A line that stays. */
  say(line: string): void
  /** What the switch looks like now. */
  show(state: SwitchState): void
  /** Time has passed. */
  tick(): void
  end(): void
}

export interface ShownOn {
  /** Undefined for a log or a pipe. */
  readonly terminal: Terminal | undefined
  readonly say: (line: string) => void
  readonly clock: Clock
}

const logEveryMs = 10_000
const drawEveryMs = 250

export function createProgressShown({ terminal, say, clock }: ShownOn): ProgressShown {
  const live = terminal === undefined ? undefined : createLiveLines(terminal)
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
    else live.draw(progressLines(state, run, nowMs).map(printable))
  }

  return {
    isLive: live !== undefined,
    say: (line) => (live === undefined ? say(line) : live.say(printable(line))),
    show(next) {
      state = next
      tell()
    },
    tick: tell,
    end: () => live?.clear(),
  }
}
