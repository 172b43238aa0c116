/** Bringing /etc back, whole or by file, from a snapshot of the same laptop. Paths are bytes, below /etc. */
import { z } from 'zod'
import { doorProblemSchema } from '../../commons/doors/verbs.ts'
import { etcEffectSchema } from '../../commons/etc-effects/verbs.ts'
import { messageSchema } from '../../contract/message.ts'
import { setIdSchema } from '../../commons/snapshot-sets/schemas.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { etcRestorePlanSchema } from '../../contract/files-calls.ts'
import { operationIdSchema, restoreDigestSchema, restoredSchema } from './restore-schemas.ts'

export const etcChoiceSchema = z.object({
  setId: setIdSchema,
  /** Empty for all of it. */
  paths: z.array(relativeBytePathSchema).max(1000),
  withIdentity: z.boolean(),
})
export type EtcChoice = z.infer<typeof etcChoiceSchema>

const unitSchema = z.string().regex(/^[A-Za-z0-9:_.@\\-]{1,255}$/)

export const etcInspectionSchema = etcRestorePlanSchema.omit({ planId: true, laptop: true }).extend({
  services: z.array(etcRestorePlanSchema.shape.services.element.extend({ why: messageSchema })),
  notes: z.array(messageSchema),
  /** What the files need besides, for a person to do. */
  toRun: z.array(etcEffectSchema),
  /** What stays as it is, because it would keep the other laptop or the person out. Below /etc. */
  shutting: z.array(z.object({ path: z.string(), why: doorProblemSchema })),
  digest: z.string(),
})
export type EtcInspection = z.infer<typeof etcInspectionSchema>

export const inspectEtcRestore = defineVerb({
  name: 'restore-etc.inspect',
  title: 'see what restoring /etc would do',
  mutates: false,
  input: etcChoiceSchema,
  output: etcInspectionSchema,
})

/** AppError "plan-changed" when it would do something else than what was seen. May be asked again after an interruption. */
export const restoreEtc = defineVerb({
  name: 'restore-etc.run',
  title: 'restore /etc',
  mutates: true,
  silentMs: silences.longest,
  input: etcChoiceSchema.extend({
    operationId: operationIdSchema,
    digest: restoreDigestSchema,
    /** Of those that the inspection proposed. */
    services: z.array(unitSchema),
  }),
  output: restoredSchema.extend({ reloaded: z.array(z.string()), notReloaded: z.array(z.string()) }),
})
