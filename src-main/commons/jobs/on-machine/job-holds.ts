/** What a run of a job keeps from being deleted. A run that was killed leaves it to the next run, or to the next agent that starts. */
import type { HostContext } from '../../../machine/machine.ts'
import type { Job } from '../../capability/agent-capability.ts'
import { removeHoldsOf, writeHold } from '../../snapshot-sets/on-machine/holds.ts'
import { jobsMessages } from '../messages.ts'
import { seeCurrent } from './run-files.ts'

type Folders = Pick<HostContext, 'stateFolder' | 'runFolder' | 'logger'>

export function holdFor({ stateFolder }: Folders, { name, title }: Job, setId: string): void {
  writeHold(stateFolder, `${beginningOf(name)}${setId}`, { setId, why: jobsMessages.reads({ title }) })
}

export function releaseHolds({ stateFolder }: Folders, name: string): void {
  removeHoldsOf(stateFolder, beginningOf(name))
}

export function releaseLeftHolds(host: Folders, jobs: readonly Job[]): void {
  for (const { name } of jobs) if (seeCurrent(host, name)?.run.state.kind !== 'running') releaseHolds(host, name)
}

/** No job's beginning is another one's: names of jobs have no "_". */
function beginningOf(name: string): string {
  return `job_${name}_`
}
