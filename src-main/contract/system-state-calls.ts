/**
 * ~/system-state of this laptop, for the app of the other one: when that one drives a switch away from here, both systems are
 * recorded here, where the record travels with /home.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'

const nameSchema = z.string().max(300)
/** The first line of a commit, by which it is found again. */
const messageSchema = z.string().min(1).max(300)
const commitSchema = z.string().max(100)

export const recordCheckSchema = z.object({
  /** The one that is checked: the record, else the newest; absent where there is none. */
  commit: commitSchema.optional(),
  isRecorded: z.boolean(),
  /** Files of that commit which are not as the newest commit has them. */
  differences: z.array(z.string()),
})
export type RecordCheck = z.infer<typeof recordCheckSchema>

export const systemStateCalls = {
  systemStateRead: defineCall({
    name: 'system-state.read',
    title: 'read a file of ~/system-state',
    input: z.object({ name: nameSchema }),
    output: z.object({ text: z.string().optional() }),
  }),
  systemStateFind: defineCall({
    name: 'system-state.find',
    title: 'find a commit in ~/system-state',
    input: z.object({ message: messageSchema }),
    output: z.object({ commit: commitSchema.optional() }),
  }),
  /** Without a commit nothing was new. */
  systemStateRecord: defineCall({
    name: 'system-state.record',
    title: 'commit to ~/system-state',
    input: z.object({ message: messageSchema, files: z.record(nameSchema, z.string().max(4_000_000)) }),
    output: z.object({ commit: commitSchema.optional() }),
  }),
  systemStateCheck: defineCall({
    name: 'system-state.check',
    title: 'check a commit in ~/system-state',
    input: z.object({ message: messageSchema }),
    output: recordCheckSchema,
  }),
} as const
