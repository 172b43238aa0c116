import { z } from 'zod'

/** A command that files of /etc wait for, as root runs it, and these files, below /etc. */
export const etcEffectSchema = z.object({ argv: z.array(z.string()).min(1), paths: z.array(z.string()) })
export type EtcEffect = z.infer<typeof etcEffectSchema>

/** `why`: what the program complained of; absent where it did not end in its time. */
export const failedEffectSchema = etcEffectSchema.extend({ why: z.string().optional() })
export type FailedEffect = z.infer<typeof failedEffectSchema>
