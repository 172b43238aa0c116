/** Fetching what changed to the other laptop while nobody waits for it, so that a switch has little left to send. */
import { z } from 'zod'
import { defineCall } from './define.ts'

export const beforehandWaitSchema = z.enum([
  'not-paired',
  'never-switched',
  'unclear',
  'elsewhere',
  'away',
  'battery',
  'slow-link',
  'little-room',
  'open-switch',
  'busy',
  'failed',
])
export type BeforehandWait = z.infer<typeof beforehandWaitSchema>

export const beforehandSchema = z.object({
  enabled: z.boolean(),
  /** ready: the next round comes by itself. */
  now: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('fetching'), doneBytes: z.number().optional(), totalBytes: z.number().optional() }),
    z.object({ kind: z.literal('waiting'), why: beforehandWaitSchema, sentence: z.string() }),
  ]),
  /** What the other laptop has already of what the next switch brings, after the last round that came to its end. */
  fetched: z.object({ at: z.string(), laptop: z.string(), files: z.number(), bytes: z.number() }).optional(),
})
export type Beforehand = z.infer<typeof beforehandSchema>

export const beforehandCalls = {
  homeBeforehand: defineCall({
    name: 'home.beforehand',
    title: 'show what was fetched beforehand',
    kept: true,
    input: z.object({}),
    output: beforehandSchema,
  }),
  /** Kept in ~/system-state, so that it goes along with the work. On: the first round begins at once. */
  homeSetBeforehand: defineCall({
    name: 'home.setBeforehand',
    title: 'set whether to fetch beforehand',
    input: z.object({ enabled: z.boolean() }),
    output: beforehandSchema,
  }),
} as const
