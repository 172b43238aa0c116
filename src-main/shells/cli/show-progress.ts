/** What a person sees of a switch on the command line while it goes on: lines that move on a screen, few lines in a log. */
import { toldIn } from '../../contract/apply-event.ts'
import { isMeasured, stepFraction } from '../../contract/progress/lane.ts'
import { observeProgress, type RunProgress, bytesPerSecond, laneLeft } from '../../contract/progress/observe.ts'
import { proofProgress, type RunningState } from '../../contract/progress/time-left.ts'
import { amountText, copiedText, laneLeftText, leftText, spokenText } from '../../contract/progress/words.ts'
import { startingText } from '../../contract/starting-words.ts'
import type { SwitchState, StepInfo } from '../../contract/switch-state.ts'
import { systemClock, type Clock } from '../../kernel/clock.ts'
import { formatDuration, formatPercent, formatSpeed } from '../../kernel/units.ts'
import { tableLines } from './fit-lines.ts'
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
/** How often time passes for whoever shows it. */
export const tickMs = 500
/** A log has a line for each of these parts of a switch. */
const logParts = 20
/** Who waits longer wants to know that it still goes on. */
const shortWaitMs = 2_000

export function createProgressShown({ screen, say, clock }: ShownOn): ProgressShown {
  const live = screen === undefined ? undefined : createLiveLines(screen)
  let state: SwitchState = { kind: 'idle' }
  let run: RunProgress | undefined
  let drawnMs = -Infinity
  let logged = ''
  let waiting = { for: '', sinceMs: 0 }

  function tell(): void {
    const nowMs = clock.nowMs()
    run = observeProgress(run, state, nowMs)
    const waits = waitIn(state)
    if (waits?.of !== waiting.for) waiting = { for: waits?.of ?? '', sinceMs: nowMs }
    const words = waits === undefined ? wordsNow(state, run, nowMs) : wordsOf(waits, nowMs - waiting.sinceMs)
    if (words === undefined) {
      live?.clear()
      return
    }
    if (live === undefined) {
      if (words.part !== logged) say(words.log)
      logged = words.part
      return
    }
    if (nowMs - drawnMs < drawEveryMs) return
    drawnMs = nowMs
    live.draw(words.lines.map(printableLine))
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
  /** As long as it is the same, a log says nothing more. */
  readonly part: string
  readonly lines: readonly string[]
}

/** What is waited for before a switch runs. */
interface Wait {
  readonly of: string
  readonly sentence: string
}

function waitIn(state: SwitchState): Wait | undefined {
  const told = toldIn(state)
  if (told !== undefined) return { of: told.sentence.split(':')[0] ?? '', sentence: told.sentence }
  if (state.kind === 'planning')
    return { of: state.kind, sentence: texts.inspecting(state.probed.length, state.steps.length) }
  if (state.kind !== 'planned' || state.starting === undefined) return undefined
  return { of: state.starting.doing, sentence: startingText(state.starting, state.plan.steps.length) }
}

function wordsOf({ of, sentence }: Wait, waitedMs: number): Words {
  const waited = waitedMs < shortWaitMs ? '' : `  ${formatDuration(waitedMs)}`
  return { log: sentence, part: of, lines: [`  ${sentence}${waited}`] }
}

/** Of a switch that runs; undefined for any other state. */
function wordsNow(state: SwitchState, run: RunProgress | undefined, nowMs: number): Words | undefined {
  if (state.kind !== 'running' || run === undefined) return undefined
  const part = `${state.verifying} ${Math.floor(run.fraction * logParts)}`
  return { log: progressLine(state, run), part, lines: progressLines(state, run, nowMs) }
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
  const rows = [
    row(texts.whole, whole),
    ...running.map((step) => laneRow(state, run, step, nowMs)),
    ...comparisonRows(state, nowMs),
  ]
  // As wide as for all that will run: nothing moves sideways when a step begins or ends.
  return tableLines([...rows, ...plan.steps.map(({ title }) => row(title, []))]).slice(0, rows.length)
}

type Row = readonly [title: string, parts: string]

function laneRow(state: RunningState, run: RunProgress, { id, title }: StepInfo, nowMs: number): Row {
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

function comparisonRows(state: RunningState, nowMs: number): readonly Row[] {
  const proof = proofProgress(state, nowMs)
  if (proof === undefined) return []
  const doing = Object.values(state.proving?.steps ?? {}).flatMap((status) =>
    status.kind === 'running' && status.progress?.current !== undefined ? [status.progress.current] : [],
  )
  const compared = texts.areasCompared(proof.proven, state.plan.steps.length)
  return [row(texts.comparison, [formatPercent(proof.fraction), compared, ...doing.slice(0, 1)])]
}

function row(title: string, parts: readonly string[]): Row {
  return [`  ${title}`, parts.filter((part) => part !== '').join('  ')]
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
