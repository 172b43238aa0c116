/** The runs of the jobs of one laptop, as Activity lists them beside switches and other work. */
import type { WorkEntry } from '../../../contract/activity-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import type { Wording } from '../../../contract/wording.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { listJobs, listRuns, type ToldRun } from '../verbs.ts'
import * as texts from './texts.ts'

export async function listRunEntries(machine: Machine, options: CallOptions): Promise<readonly WorkEntry[]> {
  const { jobs } = await machine.call(listJobs, {}, options)
  const asked = jobs.map(async ({ name, title }) => {
    const { runs } = await machine.call(listRuns, { name }, options)
    return runs.map((run) => ({
      ...{ kind: 'work' as const, callId: `${machine.name}/${run.runId}`, startedAt: run.startedAt },
      title: texts.runOn(machine.wording.text(title), machine.label),
      ...endOf(run.state, machine.wording),
    }))
  })
  return (await Promise.all(asked)).flat()
}

function endOf(
  state: ToldRun['state'],
  wording: Wording,
): Pick<WorkEntry, 'result' | 'summary' | 'finishedAt' | 'error'> {
  switch (state.kind) {
    case 'running':
      return { result: 'running', summary: texts.running }
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
