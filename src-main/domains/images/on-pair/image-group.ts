/** Images that build on one another and the guests that have them as disks: what is decided as one. */
import { z } from 'zod'

export const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same') }),
  z.object({ kind: z.literal('take'), why: z.enum(['new', 'changed']) }),
  /** Only the target changed it: that is newer work, and stays. */
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('only-there') }),
  /** Each laptop keeps its own, by a rule of the person's. */
  z.object({ kind: z.literal('kept') }),
  /** Both had the same, and the source deleted it. `changed`: the target changed it since, or may have. */
  z.object({ kind: z.literal('deleted-here'), changed: z.boolean() }),
  /** The same the other way round: `changed` by the source. */
  z.object({ kind: z.literal('deleted-there'), changed: z.boolean() }),
  /** `first`: nothing is known of when they were last the same, and the source wins unless told otherwise. */
  z.object({ kind: z.literal('ask'), first: z.boolean() }),
  /** Another guest of this name or UUID is there. */
  z.object({ kind: z.literal('rival'), by: z.enum(['name', 'uuid']), other: z.string() }),
  z.object({ kind: z.literal('cannot'), why: z.string() }),
])
export type ImageDecision = z.infer<typeof decisionSchema>

/** What one laptop has of an image. */
const versionSchema = z.object({
  bytes: z.number(),
  modifiedAt: z.string(),
  /** Of a guest that uses it, where that is known. */
  startedAt: z.string().optional(),
})
export type ImageVersion = z.infer<typeof versionSchema>

const guestMemberSchema = z.object({
  name: z.string(),
  uuid: z.string(),
  onFrom: z.boolean(),
  onTo: z.boolean(),
  hasVariables: z.boolean(),
  hasTpm: z.boolean(),
  snapshots: z.number(),
  /** By UUID, guests that have to give way to it on the target. */
  rivals: z.array(z.string()),
  /** It and its rivals on the target, when this was planned. */
  there: z.array(z.object({ uuid: z.string(), name: z.string(), digest: z.string() })),
})
export type GuestMember = z.infer<typeof guestMemberSchema>

export const groupSchema = z.object({
  /** The image that the others build on. */
  name: z.string(),
  members: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      allocatedBytes: z.number(),
      /** Of it, to bring it from the source. */
      comingBytes: z.number(),
      onFrom: z.boolean(),
      onTo: z.boolean(),
      /** Of a group that is not: nothing of it crosses. */
      isSame: z.literal(true).optional(),
      /** Absent where it is not there. */
      versions: z.object({ from: versionSchema.optional(), to: versionSchema.optional() }),
      /** On the target, when this was planned. It may be replaced or deleted as long as it is that. */
      there: z.object({ bytes: z.number(), modifiedAt: z.string() }).optional(),
    }),
  ),
  /** Guests of which these are disks. */
  guests: z.array(guestMemberSchema).default([]),
  /** Those that are not shut down on the source, of whatever guest: nothing of the group is read before they are. */
  on: z.array(z.object({ name: z.string(), state: z.enum(['running', 'saved']) })).default([]),
  decision: decisionSchema,
  /** Another one when any of them is another one, on either laptop. */
  about: z.string(),
})
export type ImageGroup = z.infer<typeof groupSchema>

export type GuestOn = ImageGroup['on'][number]

/** Of an image or a guest on one laptop, since both last had the same. */
type SinceEqual = 'never-equal' | 'unchanged' | 'changed'

/** What a guest that is not shut down works on counts as changed: it will be. */
export function sinceEqualOf({ sinceEqual }: { readonly sinceEqual: SinceEqual }, isOn: boolean): SinceEqual {
  return isOn && sinceEqual === 'unchanged' ? 'changed' : sinceEqual
}

export function fateOfChange(from: SinceEqual, to: SinceEqual): ImageDecision {
  if (from === 'changed' && to === 'changed') return { kind: 'ask', first: false }
  if (from === 'changed' && to === 'unchanged') return { kind: 'take', why: 'changed' }
  if (from === 'unchanged' && to === 'changed') return { kind: 'keep' }
  return { kind: 'ask', first: true }
}
