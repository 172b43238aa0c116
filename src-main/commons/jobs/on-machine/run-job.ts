/** One run of a job, as its unit does it: on disk before it begins and at its end, ended when it is silent for too long. */
import { toAgentError } from '../../../contract/agent-error.ts'
import { silences } from '../../../contract/define.ts'
import type { AppError } from '../../../kernel/app-error.ts'
import { watchSilence } from '../../../machine/call-verb.ts'
import { endOrLeave } from '../../../machine/end-or-leave.ts'
import { onlyNew } from '../../../machine/only-new.ts'
import { hearSignsOfLife } from '../../../tools/sign-of-life.ts'
import type { AgentHost, AllInAgent, Job } from '../../capability/agent-capability.ts'
import { jobsMessages } from '../messages.ts'
import { holdFor, releaseHolds } from './job-holds.ts'
import { takeRequest } from './request-file.ts'
import { beginRun, seeCurrent, type RunEnd } from './run-files.ts'
import { createTurns } from './take-turns.ts'

/** Of the ten seconds that its unit gives it to end. */
const patienceMs = 7_000

interface RunParts {
  readonly host: AgentHost
  readonly all: AllInAgent
  readonly stop: AbortSignal
  /** How long it may show no sign of life. */
  readonly silentMs?: number
}

/** Answers with a sentence for the system's log. Throws what went wrong, once that is written down. */
export async function runJob(job: Job, { host, all, stop, silentMs = silences.longest }: RunParts): Promise<string> {
  const before = seeCurrent(host, job.name)
  if (before?.run.state.kind === 'running') throw alreadyRuns(job, before.run.state)
  const request = takeRequest(host.runFolder, job.name)
  const run = beginRun(host, job.name, request?.id)
  releaseHolds(host, job.name)
  const hung = new AbortController()
  const watch = watchSilence(silentMs, () => hung.abort())
  const signal = AbortSignal.any([stop, hung.signal])
  const turns = createTurns(host, job, {
    signal,
    onWait: (waitsFor) => {
      watch.heard()
      run.wait(waitsFor)
    },
  })
  const report = onlyNew((progress) => {
    watch.heard()
    run.tell(progress)
  })
  const work = hearSignsOfLife(watch.heard, () =>
    job.run(host, all, {
      ...{ input: request?.input ?? {}, signal, report, turn: turns.turn },
      hold: (setId) => holdFor(host, job, setId),
    }),
  )
  const ended = await endOrLeave(work, signal, patienceMs)
  watch.end()
  turns.end()
  releaseHolds(host, job.name)
  const at = new Date().toISOString()
  if (ended.kind === 'answered') {
    run.end({ kind: 'done', at, summary: ended.value })
    return all.wording.text(ended.value)
  }
  if (stop.aborted) {
    run.end({ kind: 'stopped', at })
    return 'Stopped.'
  }
  const thrown = hung.signal.aborted || ended.kind === 'stuck' ? hungError(silentMs) : ended.reason
  const end: RunEnd = { kind: 'failed', at, error: toAgentError(thrown) }
  run.end(end)
  throw thrown
}

export function alreadyRuns({ title }: Pick<Job, 'title'>, { progress, waitsFor }: Running): AppError {
  return jobsMessages.alreadyRuns({ title, progress, waitsFor })
}

type Running = Omit<Parameters<typeof jobsMessages.alreadyRuns>[0], 'title'>

function hungError(silentMs: number): AppError {
  return jobsMessages.hung({ minutes: Math.round(silentMs / 60_000) })
}
