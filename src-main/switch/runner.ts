/** Runs a switch in the background, from the lock on both laptops to the hand-over, and stops it. */
import type { SwitchEvent } from '../contract/events.ts'
import { behindIn } from '../contract/proof/proof-title.ts'
import type { Question } from '../contract/preview.ts'
import type { StoppedBy } from '../contract/switch-state.ts'
import { toWireError } from '../contract/wire-error.ts'
import { toAppError } from '../kernel/app-error.ts'
import { isoNow } from '../kernel/clock.ts'
import type { Journal } from '../journal/journal.ts'
import { keptFile, putAside } from '../journal/kept-answers.ts'
import { keepTimes, type StepTimes } from '../journal/step-times.ts'
import { type EngineParts, type NamedRun, type SwitchEnd, stoppable } from './engine-parts.ts'
import type { LiveState } from './live-state.ts'
import { timesOf } from './pace.ts'
import { notVerified } from './refusals.ts'
import { proveSteps, runSteps, type RunParts, type RunTimes } from './run-steps.ts'
import type { Pair } from './step.ts'

export interface Run extends Pick<RunParts, 'steps' | 'answers' | 'unanswered' | 'questions' | 'earlier'>, RunTimes {
  /** Open; the run closes it. */
  readonly journal: Journal
}

export interface Runner {
  /**
   * Takes hold of both laptops, and runs what `begin` gives back until its end, where both are let go of. Resolves when
   * it runs. Rejects with "locked", or with what `begin` rejects with.
   */
  run(pair: Pair, named: NamedRun, begin: () => Promise<Run>): Promise<void>
  isRunning(): boolean
  /** Stops what runs; it can be resumed. `by`: who wants it. */
  stop(by: Running['stoppedBy']): Promise<void>
  /** Resolves when nothing runs. */
  untilIdle(): Promise<void>
}

type LetGo = Awaited<ReturnType<EngineParts['guard']['enter']>>

interface Running {
  readonly stop: AbortController
  readonly end: Promise<void>
  /** Who wants it to stop. */
  stoppedBy: Extract<StoppedBy, 'person' | 'closed' | 'battery'>
}

function endOf(last: SwitchEvent): SwitchEnd {
  if (last.type !== 'switch-finished') return 'broken-off'
  return behindIn(last.proof) === undefined ? 'finished' : 'behind'
}

/** What goes is agreed to anew each time, and what a laptop is at says nothing of the next one. */
function isOfVersions({ canLook, versions, choices }: Question, choice: string): boolean {
  const chosen = choices.find(({ id }) => id === choice)
  const removes = chosen?.meaning === 'remove' || (chosen?.brings?.counts.remove ?? 0) > 0
  return (canLook || versions !== undefined) && !removes
}

export function createRunner(parts: EngineParts, live: LiveState): Runner {
  const { clock, logger, guard } = parts
  let running: Running | undefined

  async function run(pair: Pair, named: NamedRun, begin: () => Promise<Run>): Promise<void> {
    const letGo = await guard.enter(pair, named)
    try {
      const { startedAt, pausedMs, journal, ...what } = await begin()
      const stop = stoppable()
      const tell = rememberingTimes(live.tellThrough(journal))
      const runParts = { ...what, ...named, pair, signal: stop.signal, clock, logger, tell }
      const end = runToEnd(runParts, { startedAt, pausedMs }, letGo).then(() => endRun(journal))
      running = { stop, end, stoppedBy: 'person' }
    } catch (thrown) {
      await letGo('broken-off')
      throw thrown
    }
  }

  async function runToEnd(runParts: RunParts, times: RunTimes, letGo: LetGo): Promise<void> {
    const last = await runAndProve(runParts, times).catch((thrown: unknown) => stoppedBy(runParts, thrown))
    const release = () =>
      letGo(endOf(last)).catch((thrown: unknown) =>
        logger.log('warn', 'a laptop was not let go of', toWireError(thrown)),
      )
    // Who is told that it is done may begin the way back at once.
    if (last.type === 'switch-finished') await release()
    await runParts
      .tell(last)
      .catch((thrown: unknown) =>
        logger.log('error', 'the end of a switch could not be journalled', toWireError(thrown)),
      )
    if (last.type === 'switch-finished') putAnswersAside(runParts)
    else await release()
  }

  function rememberingTimes(tell: RunParts['tell']): RunParts['tell'] {
    const ended: SwitchEvent[] = []
    return async (event) => {
      const state = live.now()
      await tell(event)
      if (event.type === 'step-finished' || event.type === 'step-proven') ended.push(event)
      // A run that goes on from an earlier one has less to do than was thought.
      if (event.type === 'switch-finished' && state.kind === 'running' && state.resumed === 0) {
        tryToKeep(timesOf(state.plan, ended))
      }
    }
  }

  function tryToKeep(times: StepTimes): void {
    try {
      keepTimes(parts.timesFile, times)
    } catch (thrown) {
      logger.log('warn', 'how long the steps took could not be kept', toWireError(thrown))
    }
  }

  /** They only fit versions that are no more, unless the switch is undone. */
  function putAnswersAside({ pair, switchId, answers: given, questions, unanswered, ...scoped }: RunParts): void {
    const answers = questions.flatMap((question) => {
      const { id, about } = question
      const choice = given[id]
      return choice === undefined || unanswered.has(id) || !isOfVersions(question, choice)
        ? []
        : [{ id, about, choice }]
    })
    try {
      const file = keptFile(parts.answersFile, scoped)
      putAside(file, { switchId, from: pair.from.name, to: pair.to.name, answers })
    } catch (thrown) {
      logger.log('warn', 'the answers of a finished switch are still there', toWireError(thrown))
    }
  }

  /** What is told at its end. */
  async function runAndProve(runParts: RunParts, times: RunTimes): Promise<SwitchEvent> {
    await guard.begin(runParts.pair, runParts, times.startedAt)
    const results = await runSteps(runParts)
    const proof = await proveSteps(runParts, results, times)
    if (!proof.verified) {
      const error = toWireError(notVerified(proof))
      return { type: 'switch-stopped', at: isoNow(clock), by: 'failure', error, proof }
    }
    await guard.handOver(runParts.pair, proof, runParts.steps, runParts.answers)
    return { type: 'switch-finished', at: isoNow(clock), proof }
  }

  function stoppedBy({ signal }: RunParts, thrown: unknown): SwitchEvent {
    const at = isoNow(clock)
    return signal.aborted
      ? { type: 'switch-stopped', at, by: running?.stoppedBy ?? 'person' }
      : { type: 'switch-stopped', at, by: 'failure', error: toWireError(toAppError(thrown)) }
  }

  async function endRun(journal: Journal): Promise<void> {
    await journal.close().catch(() => undefined)
    running = undefined
  }

  return {
    run,
    isRunning: () => running !== undefined,
    async stop(by) {
      if (running?.stop.signal.aborted === false) running.stoppedBy = by
      running?.stop.abort()
      await running?.end
    },
    async untilIdle() {
      await running?.end
    },
  }
}
