/** The runs of the jobs of one laptop, as Activity lists them beside switches and other work. */
import type { WorkEntry } from '../../../contract/activity-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import type { Wording } from '../../../contract/wording.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { listRuns, type ToldRun } from '../verbs.ts'
import { runningText } from './job-notes.ts'
import * as texts from '../texts.ts'

export async function listRunEntries(machine: Machine, options: CallOptions): Promise<readonly WorkEntry[]> {
  const { jobs } = await machine.call(listRuns, {}, options)
  return jobs.flatMap(({ title, runs }) =>
    runs.map((run) => ({
      ...{ kind: 'work' as const, callId: `${machine.name}/${run.runId}`, startedAt: run.startedAt },
      title: texts.runOn(machine.wording.text(title), machine.label),
      ...endOf(run.state, machine.wording),
    })),
  )
}

function endOf(
  state: ToldRun['state'],
  wording: Wording,
): Pick<WorkEntry, 'result' | 'summary' | 'finishedAt' | 'error'> {
  switch (state.kind) {
    case 'running':
      return { result: 'running', summary: runningText(state, wording) }
    case 'done':
      return { result: 'done', finishedAt: state.at, summary: wording.text(state.summary) }
    case 'failed': {
      const error = toWireError(wording.error(state.error))
      return { result: 'failed', finishedAt: state.at, summary: error.message, error }
    }
    case 'stopped':
      return { result: 'stopped', finishedAt: state.at, summary: texts.stopped }
    case 'interrupted':
      return { result: 'interrupted', summary: texts.interrupted }
  }
}
