/** Verbs about folders of a person's Syncthing that a rollback paused: what waits for an answer, and carrying it out. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { messageSchema } from '../../contract/message.ts'
import { groupIdSchema } from '../snapshot-sets/schemas.ts'

const heldFoldersSchema = z.object({
  setAt: z.string(),
  folders: z.array(z.object({ id: z.string(), label: z.string() })),
  devices: z.array(z.string()),
  choice: z.enum(['newer', 'this']).optional(),
})

export const readHeldFolders = defineVerb({
  name: 'held-folders.read',
  title: 'see which folders of Syncthing wait for an answer',
  mutates: false,
  input: z.object({}),
  output: z.object({ held: heldFoldersSchema.optional() }),
})

/** Keeps the choice first, and a snapshot of the homes before anything in them changes. AppError "not-found" where nothing waits. */
export const decideHeldFolders = defineVerb({
  name: 'held-folders.decide',
  title: 'have Syncthing go on',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ operationId: groupIdSchema, choice: z.enum(['newer', 'this', 'paused']) }),
  /** Why it goes on later; absent where it is done. */
  output: z.object({ waits: messageSchema.optional() }),
})
