/** What a client can ask about folders of a person's Syncthing that a rollback paused, until the person has said which state counts. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'

/** newer: what the other devices have comes back. this: what is here now becomes the state on every device. */
const choiceSchema = z.enum(['newer', 'this'])
export type HeldChoice = z.infer<typeof choiceSchema>

export const heldFoldersSchema = z.object({
  laptop: z.string(),
  label: z.string(),
  /** When the snapshots were taken that this laptop went back to. */
  at: timeSchema,
  folders: z.array(z.object({ id: z.string(), label: z.string() })),
  /** Whom else these folders are shared with, by the names that Syncthing has for them. Empty while it does not run. */
  devices: z.array(z.string()),
  /** Chosen, and not done yet. */
  choice: choiceSchema.optional(),
  /** Why it is not done yet, as a sentence. */
  waits: z.string().optional(),
})
export type HeldFolders = z.infer<typeof heldFoldersSchema>

const heldSchema = z.object({ laptops: z.array(heldFoldersSchema), missing: z.array(missingLaptopSchema) })

export const heldFoldersCalls = {
  /** Of both laptops, those on which folders wait. */
  syncthingHeld: defineCall({
    name: 'syncthing.held',
    title: 'show which folders of Syncthing wait for an answer',
    kept: true,
    input: z.object({}),
    output: heldSchema,
  }),
  /** "paused" leaves them as they are, for good. Answers with what still waits. */
  syncthingDecide: defineCall({
    name: 'syncthing.decide',
    title: 'say which state of folders of Syncthing counts',
    input: z.object({ laptop: z.string(), choice: z.enum([...choiceSchema.options, 'paused']) }),
    output: heldSchema,
  }),
} as const
