/** Calls about what was done: switches, and work outside a switch that changed something. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { laptopSchema } from './switch-state.ts'
import { wireErrorSchema } from './wire-error.ts'

const switchEntrySchema = z.object({
  kind: z.literal('switch'),
  switchId: z.string(),
  scope: switchScopeSchema.optional(),
  from: laptopSchema,
  to: laptopSchema,
  startedAt: z.string(),
  /** When it was proven, or stopped. */
  finishedAt: z.string().optional(),
  /** Without pauses; of a switch that is not finished: so far. */
  tookMs: z.number().optional(),
  /** What was copied, of one that is finished. */
  bytes: z.number().optional(),
  /** finished and proven; stopped by an error, a kill or a difference; still going on. */
  result: z.enum(['verified', 'not-finished', 'running']),
  summary: z.string(),
  /** When it was undone, by the clock of the target. */
  undoneAt: z.string().optional(),
})
export type SwitchEntry = z.infer<typeof switchEntrySchema>

/** How work ended, as the app that did it wrote it down. */
export const workEndSchema = z.object({
  at: z.string(),
  /** partly-done: what was not done is in the summary. ordered: it is done at the next start. stopped: by a person. */
  result: z.enum(['done', 'partly-done', 'ordered', 'failed', 'stopped']),
  /** What came of it, in a sentence. */
  summary: z.string(),
  error: wireErrorSchema.optional(),
})
export type WorkEnd = z.infer<typeof workEndSchema>

/** What came of work that was not stopped and threw nothing. */
export interface WorkResult {
  readonly result: 'done' | 'partly-done' | 'ordered' | 'failed'
  readonly summary: string
}

const workEntrySchema = z.object({
  kind: z.literal('work'),
  /** Of the call that began it; of a run of a job the laptop and its own ID: "p17/20261128T053752979Z-a27154". */
  callId: z.string(),
  /** "Restore 3 files on XPS 13" */
  title: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** interrupted: the app, or the unit, that did it was gone before it knew the result. */
  result: z.enum([...workEndSchema.shape.result.options, 'interrupted', 'running']),
  summary: z.string(),
  error: wireErrorSchema.optional(),
})
export type WorkEntry = z.infer<typeof workEntrySchema>

const activityEntrySchema = z.discriminatedUnion('kind', [switchEntrySchema, workEntrySchema])
export type ActivityEntry = z.infer<typeof activityEntrySchema>

/** A switch whose journal is there and cannot be read; `at` is when it was last written to. */
export const unreadableJournalSchema = z.object({
  switchId: z.string(),
  at: z.string(),
  error: wireErrorSchema,
})
export type UnreadableJournal = z.infer<typeof unreadableJournalSchema>

const untoldJobsSchema = z.object({ laptop: laptopSchema, error: wireErrorSchema })
export type UntoldJobs = z.infer<typeof untoldJobsSchema>

const logLineSchema = z.object({ at: z.string(), text: z.string(), tone: z.enum(['info', 'error']) })
export type LogLine = z.infer<typeof logLineSchema>
export const activityLogSchema = z.object({ lines: z.array(logLineSchema) })

export const activityCalls = {
  activityList: defineCall({
    name: 'activity.list',
    title: 'list the activity',
    kept: true,
    input: z.object({}),
    output: z.object({
      entries: z.array(activityEntrySchema),
      unreadable: z.array(unreadableJournalSchema),
      /** Laptops that could not tell which jobs ran on them: what is missing here may have been done. */
      untold: z.array(untoldJobsSchema).optional(),
    }),
  }),
  /** `either`: one that this laptop has no journal of is asked of the other laptop's app. */
  activityLog: defineCall({
    name: 'activity.log',
    title: 'read the journal of a switch',
    input: z.object({ switchId: z.string(), where: z.enum(['here', 'either']).default('either') }),
    output: activityLogSchema,
  }),
} as const
