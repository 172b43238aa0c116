import type { Job } from '../../capability/agent-capability.ts'
import { jobsMessages } from '../messages.ts'

/** AppError "not-found". */
export function findJob(jobs: readonly Job[], name: string): Job {
  const job = jobs.find((one) => one.name === name)
  if (job === undefined) throw jobsMessages.noJob({ name })
  return job
}
