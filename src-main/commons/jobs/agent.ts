import type { AgentCapability } from '../capability/agent-capability.ts'
import { createJobsAnswers } from './on-machine/answers.ts'
import { releaseLeftHolds } from './on-machine/job-holds.ts'
import { tellLate } from './on-machine/tell-late.ts'

export const jobsAgent: AgentCapability = {
  name: 'jobs',
  answers: createJobsAnswers,
  atStart: async (host, all) => {
    releaseLeftHolds(host, all.jobs)
    await tellLate(host, all)
  },
}
