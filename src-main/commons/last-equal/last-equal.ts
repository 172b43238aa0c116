/** What both laptops had in common after a switch: the next one tells by it who changed what since. */
import { z } from 'zod'
import { switchIdSchema } from '../ledger/verbs.ts'

/** By what it is of, what is the same text exactly where both have the same. */
export const lastEqualSchema = z.object({
  switchId: switchIdSchema.optional(),
  fingerprints: z.record(z.string(), z.string()),
  /** There was a record, and it does not count any more, as after a rollback. */
  isForgotten: z.literal(true).optional(),
})
export type LastEqual = z.infer<typeof lastEqualSchema>

/** With that of the switch before: it holds when the last switch was undone on the other laptop. */
export const lastEqualsSchema = lastEqualSchema.extend({
  before: lastEqualSchema.optional(),
  /** The switch that was undone here: what the other laptop has recorded of it does not count. */
  undone: switchIdSchema.optional(),
})
export type LastEquals = z.infer<typeof lastEqualsSchema>

type Fingerprints = LastEqual['fingerprints']

/** Of one switch: a laptop on which the last one was undone has only the record of the one before. */
export function commonRecords(from: LastEquals, to: LastEquals): readonly [Fingerprints, Fingerprints] {
  const [here, there] = commonOf(from, to)
  return [here.fingerprints, there.fingerprints]
}

/** Whether both were equal once, and what they had in common then does not count any more. */
export function areForgotten(from: LastEquals, to: LastEquals): boolean {
  return commonOf(from, to).every(({ isForgotten }) => isForgotten === true)
}

function commonOf(from: LastEquals, to: LastEquals): readonly [LastEqual, LastEqual] {
  if (from.switchId === to.switchId) return [from, to]
  if (from.before !== undefined && (isOfSwitch(from.before, to) || isUndone(from, to))) return [from.before, to]
  if (to.before !== undefined && (isOfSwitch(to.before, from) || isUndone(to, from))) return [from, to.before]
  return [from, to]
}

/** Also where nothing was equal before. */
function isUndone({ switchId }: LastEquals, { undone }: LastEquals): boolean {
  return switchId !== undefined && switchId === undone
}

/** Without a switch it is of none, as after a rollback, or of any. */
function isOfSwitch({ switchId }: LastEqual, other: LastEquals): boolean {
  return switchId !== undefined && switchId === other.switchId
}
