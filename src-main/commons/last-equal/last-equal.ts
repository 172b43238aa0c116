/** What both laptops had in common after a switch: the next one tells by it who changed what since. */
import { z } from 'zod'
import { switchIdSchema } from '../ledger/verbs.ts'

/** By what it is of, what is the same text exactly where both have the same. */
export const lastEqualSchema = z.object({
  switchId: switchIdSchema.optional(),
  fingerprints: z.record(z.string(), z.string()),
})
export type LastEqual = z.infer<typeof lastEqualSchema>

/** With that of the switch before: it holds when the last switch was undone on the other laptop. */
export const lastEqualsSchema = lastEqualSchema.extend({
  before: lastEqualSchema.optional(),
  /** There was a record, and it does not count any more, as after a rollback. */
  isForgotten: z.literal(true).optional(),
})
export type LastEquals = z.infer<typeof lastEqualsSchema>

type Fingerprints = LastEqual['fingerprints']

/** Of one switch: a laptop on which the last one was undone has only the record of the one before. */
export function commonRecords(from: LastEquals, to: LastEquals): readonly [Fingerprints, Fingerprints] {
  if (from.switchId === to.switchId) return [from.fingerprints, to.fingerprints]
  if (from.before !== undefined && isOfSwitch(from.before, to)) return [from.before.fingerprints, to.fingerprints]
  if (to.before !== undefined && isOfSwitch(to.before, from)) return [from.fingerprints, to.before.fingerprints]
  return [from.fingerprints, to.fingerprints]
}

/** Without a switch it is of none, as after a rollback, or of any. */
function isOfSwitch({ switchId }: LastEqual, other: LastEquals): boolean {
  return switchId !== undefined && switchId === other.switchId
}
