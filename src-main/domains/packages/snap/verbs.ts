/** Verbs about the snaps on one machine, which are everybody's. */
import { z } from 'zod'
import { defineVerb, silences } from '../../../contract/define.ts'
import { failureSchema } from '../program-failure.ts'
import { channelSchema, revisionSchema, snapCaptureSchema, snapNameSchema } from './model.ts'

export const captureSnaps = defineVerb({
  name: 'snap.capture',
  title: 'list the snaps',
  mutates: false,
  input: z.object({}),
  output: snapCaptureSchema,
})

/** Repeatable: what is done already is left out. What fails keeps nothing else from being done. */
export const applySnaps = defineVerb({
  name: 'snap.apply',
  title: 'install and remove snaps',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    install: z.array(z.object({ name: snapNameSchema, revision: revisionSchema, isClassic: z.boolean() })),
    follow: z.array(z.object({ name: snapNameSchema, channel: channelSchema })),
    remove: z.array(snapNameSchema),
  }),
  output: z.object({ done: z.number(), failures: z.array(failureSchema) }),
})
