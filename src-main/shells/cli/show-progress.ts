/** What a person sees of a switch on the command line while it goes on: lines that move on a screen, few lines in a log. */
import { toldIn } from '../../contract/apply-event.ts'
import { isMeasured, stepFraction } from '../../contract/progress/lane.ts'
import { observeProgress, type RunProgress, bytesPerSecond, laneLeft } from '../../contract/progress/observe.ts'
import { proofProgress, type RunningState } from '../../contract/progress/time-left.ts'
import { amountText, copiedText, laneLeftText, leftText, spokenText } from '../../contract/progress/words.ts'
import type { SwitchState, StepInfo } from '../../contract/switch-state.ts'
import { systemClock, type Clock } from '../../kernel/clock.ts'
import { formatPercent, formatSpeed } from '../../kernel/units.ts'
import { createLiveLines, screenOf, type Screen } from './live-lines.ts'
import type { CliOutput } from './output.ts'
import { printable, printableLine } from './printable.ts'
import { progressTexts as texts } from './texts.ts'

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

const logEveryMs = 10_000
const drawEveryMs = 250

export function createProgressShown({ screen, say, clock }: ShownOn): ProgressShown {
  const live = screen === undefined ? undefined : createLiveLines(screen)
  let state: SwitchState = { kind: 'idle' }
  let run: RunProgress | undefined
  let toldMs: number | undefined

  function tell(): void {
    const nowMs = clock.nowMs()
    run = observeProgress(run, state, nowMs)
    const words = wordsNow(state, run, nowMs)
    if (words === undefined) {
      live?.clear()
      return
    }
    // A log has the begin of the switch already.
    toldMs ??= live === undefined ? nowMs : -Infinity
    if (nowMs - toldMs < (live === undefined ? logEveryMs : drawEveryMs)) return
    toldMs = nowMs
    if (live === undefined) say(words.log)
    else live.draw(words.lines.map(printableLine))
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

/** One line that moves on a screen, or stays in a log now and then, for the first time at `toldMs`; nothing for a script. */
export function createLineShown(output: CliOutput, toldMs = -Infinity) {
  const screen = output.json ? undefined : screenOf(process.stdout)
  const live = screen === undefined ? undefined : createLiveLines(screen)
  return {
    tell(line: string): void {
      if (live !== undefined) return live.draw([printableLine(line)])
      if (systemClock.nowMs() - toldMs < logEveryMs) return
      toldMs = systemClock.nowMs()
      output.say(line)
    },
    end: () => live?.clear(),
  }
}

interface Words {
  readonly log: string
  readonly lines: readonly string[]
}

/** Of a switch that runs, and of what is waited for before; undefined for any other state. */
function wordsNow(state: SwitchState, run: RunProgress | undefined, nowMs: number): Words | undefined {
  const waits = toldIn(state)
  if (waits !== undefined) return { log: waits.sentence, lines: [`  ${waits.sentence}`] }
  if (state.kind !== 'running' || run === undefined) return undefined
  return { log: progressLine(state, run), lines: progressLines(state, run, nowMs) }
}

/**
 * A running switch in lines: the words that the page has, too. For a terminal: the whole, then each lane that runs.
 */
function progressLines(state: RunningState, run: RunProgress, nowMs: number): readonly string[] {
  const { plan, statuses, verifying } = state
  const speed = bytesPerSecond(statuses)
  const whole = [
    formatPercent(run.fraction),
    leftText(run, verifying),
    copiedText(run, plan.estimate.bytes),
    speed === undefined ? '' : formatSpeed(speed),
  ]
  const running = plan.steps.filter(({ id }) => statuses[id]?.kind === 'running')
  return [
    row(texts.whole, whole),
    ...running.map((step) => laneRow(state, run, step, nowMs)),
    ...comparisonRows(state, nowMs),
  ]
}

function laneRow(state: RunningState, run: RunProgress, { id, title }: StepInfo, nowMs: number): string {
  const status = state.statuses[id]
  if (status?.kind !== 'running') return row(title, [])
  const { progress } = status
  return row(title, [
    progress !== undefined && isMeasured(progress) ? formatPercent(stepFraction(status)) : '',
    amountText(status),
    laneLeftText(laneLeft(state, run, id, nowMs)),
    progress?.current ?? '',
  ])
}

function comparisonRows(state: RunningState, nowMs: number): readonly string[] {
  const proof = proofProgress(state, nowMs)
  if (proof === undefined) return []
  const doing = Object.values(state.proving?.steps ?? {}).flatMap((status) =>
    status.kind === 'running' && status.progress?.current !== undefined ? [status.progress.current] : [],
  )
  const { length } = state.plan.steps
  return [
    row(texts.comparison, [
      formatPercent(proof.fraction),
      texts.areasCompared(proof.proven, length),
      ...doing.slice(0, 1),
    ]),
  ]
}

function row(title: string, parts: readonly string[]): string {
  return `  ${title.padEnd(18)} ${parts.filter((part) => part !== '').join('  ')}`
}

/** For a log: one line now and then. */
function progressLine({ plan, statuses, verifying }: RunningState, run: RunProgress): string {
  const lanes = plan.steps.flatMap(({ id, title }) => {
    const status = statuses[id]
    const amount = status?.kind === 'running' ? amountText(status) : ''
    return amount === '' ? [] : [texts.laneAmount(title, amount)]
  })
  return [spokenText(run, verifying), ...lanes].join(' ')
}
