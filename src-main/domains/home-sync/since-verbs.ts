/** What one laptop has saved in /home since both were last found equal. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { personRulesSchema } from './rule-verbs.ts'

export const savedSchema = z.object({
  files: z.number(),
  /** Those among them in hidden folders. */
  hidden: z.number(),
  /** The first of them, below /home. */
  names: z.array(relativeBytePathSchema),
})

/**
 * Absent where what it had then is not known. `ageMs`: how long ago it was looked for; absent before that. `isCurrent`: nothing was
 * written since.
 */
const output = z.object({
  saved: savedSchema
    .extend({ switchId: switchIdSchema, ageMs: z.number().optional(), isCurrent: z.boolean() })
    .optional(),
  home: z.string(),
})

/** What was found last. Costs nothing: whether anything was written since is told by the kernel. */
export const readSaved = defineVerb({
  name: 'home.readSaved',
  title: 'look whether something was saved since the last switch',
  mutates: false,
  input: z.object({}),
  output,
})

export const findSaved = defineVerb({
  name: 'home.findSaved',
  title: 'find what was saved since the last switch',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ rules: personRulesSchema }),
  output,
})
