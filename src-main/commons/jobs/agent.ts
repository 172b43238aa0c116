import type { AgentCapability } from '../capability/agent-capability.ts'
import { createJobsAnswers } from './on-machine/answers.ts'

export const jobsAgent: AgentCapability = { name: 'jobs', answers: createJobsAnswers }
