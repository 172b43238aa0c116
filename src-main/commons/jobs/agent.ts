import type { AgentCapability } from '../capability/agent-capability.ts'
import { createJobsAnswers } from './on-machine/answers.ts'
import { releaseLeftHolds } from './on-machine/job-holds.ts'

export const jobsAgent: AgentCapability = {
  name: 'jobs',
  answers: createJobsAnswers,
  atStart: (host, { jobs }) => {
    releaseLeftHolds(host, jobs)
    return Promise.resolve()
  },
}
