/** What the overview, status and doctor say of the jobs of one laptop. */
import type { LaptopFacts, DoctorCheck } from '../../capability/app-capability.ts'
import { jobProgressText } from '../../../contract/job-words.ts'
import type { JobNote } from '../../../contract/jobs-calls.ts'
import { wordProgress, type Wording } from '../../../contract/wording.ts'
import type { Machine } from '../../../machine/machine.ts'
import { listJobs, type ToldJob, type ToldRun } from '../verbs.ts'
import * as texts from '../texts.ts'

export async function readJobNotes(machine: Machine): Promise<Pick<LaptopFacts, 'jobs'>> {
  const { jobs } = await machine.call(listJobs, {})
  const notes = jobs.flatMap((job) => notesOf(job, machine.wording))
  return notes.length === 0 ? {} : { jobs: notes }
}

function notesOf({ name, title: told, last, notDone }: ToldJob, wording: Wording): readonly JobNote[] {
  const title = wording.text(told)
  const running = last?.state.kind === 'running' ? [runningText(last.state, wording)] : []
  const failed = notDone === undefined ? [] : [texts.notDoneText(notDone, wording)]
  return [
    ...running.map((text) => ({ name, title, kind: 'running' as const, text })),
    ...failed.map((text) => ({ name, title, kind: 'not-done' as const, text })),
  ]
}

export function runningText(state: Extract<ToldRun['state'], { kind: 'running' }>, wording: Wording): string {
  if (state.waitsFor !== undefined) return wording.text(state.waitsFor)
  return state.progress === undefined ? texts.running : jobProgressText(wordProgress(state.progress, wording))
}

export async function checkJobs(machine: Machine): ReturnType<DoctorCheck> {
  const { jobs = [] } = await readJobNotes(machine)
  const late = jobs.filter(({ kind }) => kind === 'not-done')
  return late.map(({ name, title, text }) => {
    return { laptop: machine.label, title, verdict: 'warning', text, hint: texts.doctorHint(name) }
  })
}
