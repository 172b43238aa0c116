import type { AppCapability } from '../capability/app-capability.ts'
import { jobsMessages } from './messages.ts'
import { checkJobs, readJobNotes } from './on-pair/job-notes.ts'
import { createJobsHandlers } from './on-pair/handlers.ts'

export const jobsApp = {
  name: 'jobs',
  messages: jobsMessages,
  handlers: createJobsHandlers,
  laptopFacts: readJobNotes,
  doctorChecks: [checkJobs],
} satisfies AppCapability
