/** File systems of one laptop: how full and how healthy they are. */
import { z } from 'zod'
import { agentErrorSchema } from '../../contract/agent-error.ts'
import { defineVerb } from '../../contract/define.ts'
import { fileSystemSchema } from '../../contract/disks-calls.ts'

export const listDisks = defineVerb({
  name: 'disks.list',
  title: 'list the disks',
  mutates: false,
  input: z.object({}),
  output: z.object({
    fileSystems: z.array(fileSystemSchema),
    /** Of which nothing can be told but where it is mounted. */
    unreadable: z.array(z.object({ places: z.array(z.string()).min(1), error: agentErrorSchema })),
  }),
})

/** The errors that its devices have counted so far are no news any more. AppError "not-found" where it is not mounted. */
export const markSeen = defineVerb({
  name: 'disks.mark-seen',
  title: 'mark the errors of a disk as seen',
  mutates: true,
  input: z.object({ id: z.uuid() }),
  output: z.object({}),
})
