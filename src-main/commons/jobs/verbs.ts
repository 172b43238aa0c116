/** Jobs of one laptop: which there are, what runs, how earlier runs ended, and when they run by themselves. */
import { z } from 'zod'
import { agentErrorSchema } from '../../contract/agent-error.ts'
import { agentProgressSchema, defineVerb } from '../../contract/define.ts'
import { jobNameSchema, jobRunShape, jobScheduleSchema } from '../../contract/jobs-calls.ts'
import { messageSchema } from '../../contract/message.ts'

/** "20261129T170203123Z-a1b2c3" */
const runIdSchema = z
  .string()
  .max(100)
  .regex(/^[0-9A-Za-z-]+$/)

export const toldRunSchema = jobRunShape(messageSchema, agentErrorSchema, agentProgressSchema)
export type ToldRun = z.infer<typeof toldRunSchema>

const notDoneSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overdue'), since: z.string(), error: agentErrorSchema.optional() }),
  /** In a row, since it last ended well. */
  z.object({ kind: z.literal('failing'), times: z.int(), error: agentErrorSchema.optional() }),
])
export type NotDone = z.infer<typeof notDoneSchema>

const toldJobSchema = z.object({
  name: jobNameSchema,
  title: messageSchema,
  schedule: jobScheduleSchema,
  last: toldRunSchema.optional(),
  doneAt: z.string().optional(),
  notDone: notDoneSchema.optional(),
})
export type ToldJob = z.infer<typeof toldJobSchema>

const named = z.object({ name: jobNameSchema })

export const listJobs = defineVerb({
  name: 'jobs.list',
  title: 'list the jobs',
  mutates: false,
  input: z.object({}),
  output: z.object({ jobs: z.array(toldJobSchema) }),
})

/** Answers once it runs, or has ended already. AppError "already-running" with how far the other run is. */
export const startJob = defineVerb({
  name: 'jobs.start',
  title: 'start a job',
  mutates: true,
  input: named.extend({ input: z.record(z.string(), z.string().max(4096)).default({}) }),
  output: toldRunSchema,
})

/** Answers once it has ended, ten seconds later at most. AppError "not-found" when it does not run. */
export const stopJob = defineVerb({
  name: 'jobs.stop',
  title: 'stop a job',
  mutates: true,
  input: named,
  output: toldRunSchema,
})

/** Answers at once, or with the revision that is known already once there is another, ten seconds later at most. */
export const followJob = defineVerb({
  name: 'jobs.follow',
  title: 'follow a job',
  mutates: false,
  input: named.extend({ runId: runIdSchema.optional(), revision: z.int().optional() }),
  output: z.object({ run: toldRunSchema, revision: z.int() }),
})

/** Of that job, or of all of them. The newest first. */
export const listRuns = defineVerb({
  name: 'jobs.runs',
  title: 'list the runs of jobs',
  mutates: false,
  input: named.partial(),
  output: z.object({ jobs: z.array(z.object({ title: messageSchema, runs: z.array(toldRunSchema) })) }),
})

export const scheduleJob = defineVerb({
  name: 'jobs.schedule',
  title: 'choose when a job runs',
  mutates: true,
  input: named.extend({ schedule: jobScheduleSchema }),
  output: z.object({ title: messageSchema, schedule: jobScheduleSchema }),
})
