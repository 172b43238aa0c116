import { setTimeout as pause } from 'node:timers/promises'
import { calls } from '../../../contract/calls.ts'
import type { Overview } from '../../../contract/overview-calls.ts'
import { leavablesOf } from '../../../contract/left-for-later.ts'
import type { Question } from '../../../contract/preview.ts'
import { spokenText } from '../../../contract/progress/words.ts'
import { withSavedSince } from '../../../contract/overview/saved-since.ts'
import { aboutWork, overviewState } from '../../../contract/overview/state.ts'
import { overviewTitle } from '../../../contract/overview/title.ts'
import { scopeOf, type Scoped } from '../../../contract/switch-scope.ts'
import type { PlanView, SwitchState } from '../../../contract/switch-state.ts'
import { errorText, toWireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import type { Connection } from '../connection.ts'
import { stoppedElsewhere } from '../error-texts.ts'
import { exitCodes } from '../exit-codes.ts'
import { followPlan } from '../follow-plan.ts'
import { followSwitch, joinSwitch } from '../follow-switch.ts'
import { beforehandStatus } from '../home/texts.ts'
import { followCommand as followJob } from '../jobs/program.ts'
import type { Way } from '../one-way.ts'
import type { CliOutput } from '../output.ts'
import type { CliCommand } from '../program-parts.ts'
import { createLineShown } from '../show-progress.ts'
import {
  continuesElsewhere,
  overviewLines,
  planLines,
  proofLines,
  questionLines,
  questionsHeading,
  standLines,
} from '../texts.ts'
import { nothingToFollow, stoppedLines } from './texts.ts'

/** The sentence and the next step alone; all of it for scripts. */
export const standCommand: CliCommand = async (connection, output) => {
  if (output.json) return statusCommand(connection, output)
  const { overview, state } = await lookWithSaved(connection)
  standLines(overview, state, systemClock.nowMs()).forEach(output.say)
  stoppedLines(state).forEach(output.say)
  return exitCodes.done
}

export const statusCommand: CliCommand = async (connection, output) => {
  const { overview, state } = await lookWithSaved(connection)
  const [beforehand] = await Promise.allSettled([connection.client.call(calls.homeBeforehand, {})])
  const told = beforehand.status === 'fulfilled' ? { beforehand: beforehand.value } : {}
  const nowMs = systemClock.nowMs()
  const stands = overviewState(overview, aboutWork(state), nowMs)
  const { title, lead } = overviewTitle(stands, overview, { nowMs })
  output.tell({ type: 'status', stands: { kind: stands.kind, title, lead }, overview, state, ...told })
  overviewLines(overview, state, nowMs).forEach(output.say)
  stoppedLines(state).forEach(output.say)
  if (beforehand.status === 'fulfilled') beforehandStatus(beforehand.value).forEach(output.say)
  else output.say(errorText(toWireError(beforehand.reason)))
  return exitCodes.done
}

interface LookedAt {
  readonly state: SwitchState
  readonly overview: Overview
}

export function planCommand(way: Way, scoped: Scoped = {}): CliCommand {
  return async (connection, output) => {
    const plan = await followPlan(connection, output, { ...way, ...scopeOf(scoped) })
    output.tell(planMessage(plan))
    planLines(plan).forEach(output.say)
    if (questionsOf(plan).length > 0) output.say(questionsHeading)
    questionLines(questionsOf(plan)).forEach(output.say)
    return exitCodes.done
  }
}

/** With what can be answered of it: what it asks, and which of its lines this switch may leave. */
export function planMessage(plan: PlanView) {
  return { type: 'plan', plan, questions: questionsOf(plan), leavable: leavablesOf(plan) } as const
}

export function questionsOf(plan: PlanView): readonly Question[] {
  return Object.values(plan.previews).flatMap((preview) => preview.questions)
}

/** Follows the events of a switch whose journal is on this laptop; polls one that the other laptop runs. */
export const resumeCommand: CliCommand = async (connection, output) => {
  const { state, overview } = await lookAround(connection)
  const elsewhere =
    state.kind !== 'interrupted' &&
    overview.openSwitch !== undefined &&
    !isHere(overview, overview.openSwitch.startedBy)
  if (!elsewhere) return followSwitch(connection, output, () => connection.client.call(calls.switchResume, {}))
  const { switchId } = await connection.client.call(calls.switchResume, {})
  return watchElsewhere(connection, output, switchId)
}

/** Comes back to what goes on, or tells how it has ended. */
export const followCommand: CliCommand = async (connection, output) => {
  const { state, overview } = await lookAround(connection)
  const { openSwitch, here, peer } = overview
  const isStarting = state.kind === 'planned' && state.starting !== undefined
  if (state.kind === 'running' || isStarting) return joinSwitch(connection, output)
  if (openSwitch?.running === true && !isHere(overview, openSwitch.startedBy))
    return watchElsewhere(connection, output, openSwitch.switchId)
  for (const { laptop, facts } of [here, ...(peer === undefined ? [] : [peer])]) {
    const job = facts?.jobs?.find(({ kind }) => kind === 'running')
    if (job !== undefined) return followJob(job.name, { on: laptop.name })(connection, output)
  }
  if (state.kind === 'done' || state.kind === 'interrupted') return joinSwitch(connection, output)
  throw new AppError({ code: 'not-found', ...nothingToFollow })
}

async function lookWithSaved(connection: Connection): Promise<LookedAt> {
  const { overview, state } = await lookAround(connection)
  const call = (laptop: string) => connection.client.call(calls.homeSavedSince, { laptop })
  return { overview: await withSavedSince(overview, call), state }
}

async function lookAround({ client }: Connection): Promise<LookedAt> {
  const [state, overview] = await Promise.all([
    client.call(calls.switchState, {}),
    client.call(calls.overview, { refresh: true }),
  ])
  return { state, overview }
}

function isHere(overview: Overview, name: string): boolean {
  return overview.here.laptop.name === name
}

const lookEveryMs = 1_000

/** Waits for a switch that the other laptop's app runs: polls until both laptops say that it is over. */
async function watchElsewhere({ client }: Connection, output: CliOutput, switchId: string): Promise<number> {
  output.say(continuesElsewhere)
  const show = createLineShown(output, systemClock.nowMs())
  try {
    for (;;) {
      await pause(lookEveryMs)
      const { openSwitch, history } = await client.call(calls.overview, { refresh: true })
      if (openSwitch?.running === true) {
        const { progress } = openSwitch
        if (progress === undefined) continue
        output.tell({ type: 'progress', progress })
        show.tell(spokenText({ leftMs: undefined, ...progress }, progress.verifying))
        continue
      }
      if (openSwitch === undefined && history.some((entry) => entry.switchId === switchId)) break
      throw new AppError({ code: 'interrupted', ...stoppedElsewhere })
    }
  } finally {
    show.end()
  }
  const proof = await client.call(calls.proofGet, { switchId })
  output.tell({ type: 'result', result: 'done', proof })
  proofLines(proof).forEach(output.say)
  return exitCodes.done
}
