/** Calls about jobs: work that goes on without the app, by a timer or by hand. A `laptop` is a host name or a label. */
import { z } from 'zod'
import { defineCall, progressSchema } from './define.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'
import { wireErrorSchema } from './wire-error.ts'

/** Also part of a unit's name. */
export const jobNameSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/)

export const jobIntervals = ['off', 'hourly', 'daily', 'weekly', 'monthly'] as const

export const timeOfDaySchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

/** `at` only where a day is chosen; without it systemd's own hour, soon after midnight. */
export const jobScheduleSchema = z.object({ every: z.enum(jobIntervals), at: timeOfDaySchema.optional() })
export type JobSchedule = z.infer<typeof jobScheduleSchema>

/** A run as an agent tells it, and as a client reads it: they differ in how a sentence, an error and progress look. */
export function jobRunShape<T extends z.ZodType, E extends z.ZodType, P extends z.ZodType>(
  text: T,
  error: E,
  progress: P,
) {
  return z.object({
    runId: z.string(),
    startedAt: timeSchema,
    startedBy: z.enum(['timer', 'hand']),
    /** False when its record cannot be written, because the disk is full for example: the work goes on without. */
    isRecorded: z.boolean(),
    state: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('running'), progress: progress.optional(), waitsFor: text.optional() }),
      z.object({ kind: z.literal('done'), at: timeSchema, summary: text }),
      z.object({ kind: z.literal('failed'), at: timeSchema, error }),
      z.object({ kind: z.literal('stopped'), at: timeSchema }),
      /** Its process is gone, and nobody knows its end: killed, or the laptop lost its power. */
      z.object({ kind: z.literal('interrupted') }),
    ]),
  })
}

export const jobRunSchema = jobRunShape(z.string(), wireErrorSchema, progressSchema)
export type JobRun = z.infer<typeof jobRunSchema>

/** What the overview says of a job: that it runs and how far it is, or that it is not done as often as it should be. */
export const jobNoteSchema = z.object({
  name: jobNameSchema,
  title: z.string(),
  kind: z.enum(['running', 'not-done']),
  text: z.string(),
})
export type JobNote = z.infer<typeof jobNoteSchema>

const jobSchema = z.object({
  laptop: z.string(),
  name: jobNameSchema,
  title: z.string(),
  schedule: jobScheduleSchema,
  /** The newest, which may still be running; absent as long as it never ran. */
  last: jobRunSchema.optional(),
  /** When it last ended well. */
  doneAt: timeSchema.optional(),
  /** It is overdue, or failed again and again: what a person should know, in a sentence. */
  notDone: z.string().optional(),
})
export type JobView = z.infer<typeof jobSchema>

const oneJob = z.object({ laptop: z.string().optional(), name: jobNameSchema })

/** `laptop` is this one when it is left out. "not-found" for a job that there is not. */
export const jobsCalls = {
  jobsList: defineCall({
    name: 'jobs.list',
    title: 'list the jobs of both laptops',
    kept: true,
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({ jobs: z.array(jobSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** Answers once it runs. "already-running" says how far the other run is. */
  jobsStart: defineCall({
    name: 'jobs.start',
    title: 'start a job',
    input: oneJob,
    output: z.object({ run: jobRunSchema }),
  }),
  /** Answers once it has ended. "not-found" when it does not run. */
  jobsStop: defineCall({
    name: 'jobs.stop',
    title: 'stop a job',
    input: oneJob,
    output: z.object({ run: jobRunSchema }),
  }),
  /**
   * How far a run is; the newest one without `runId`. With the `revision` of the answer before, it answers once there is
   * something new to tell, ten seconds later at the latest. "not-found" when the job never ran, or the run is forgotten.
   */
  jobsFollow: defineCall({
    name: 'jobs.follow',
    title: 'follow a job',
    input: oneJob.extend({ runId: z.string().max(100).optional(), revision: z.int().optional() }),
    output: z.object({ run: jobRunSchema, revision: z.int() }),
  }),
  /** The last fifty at most, the newest first. */
  jobsLog: defineCall({
    name: 'jobs.log',
    title: 'list the runs of a job',
    input: oneJob,
    output: z.object({ title: z.string(), runs: z.array(jobRunSchema) }),
  }),
  jobsSchedule: defineCall({
    name: 'jobs.schedule',
    title: 'choose when a job runs',
    input: oneJob.extend({ schedule: jobScheduleSchema }),
    output: z.object({ title: z.string(), schedule: jobScheduleSchema }),
  }),
} as const
