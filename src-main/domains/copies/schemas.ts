/** Copies of snapshot sets in places outside both laptops. */
import { z } from 'zod'
import { descriptionSchema, subvolumeNameSchema, type Description } from '../../commons/snapshot-sets/schemas.ts'
import type { LaptopIdentity } from '../../commons/laptop/identity-name.ts'
import { agentErrorSchema } from '../../contract/agent-error.ts'

/** copy.json of a copy: written last, so that there is none of half a copy. */
export const copySchema = z.object({
  version: z.literal(1),
  /** Whose snapshots these are, in words: the name by which that laptop is known, or one like it where another one has it there. */
  laptop: z.string(),
  /** `key` of that laptop's identity, by which it knows its own. Absent in those of before there was one: they are nobody's now, stay, and are named. */
  owner: z.string().optional(),
  copiedAt: z.string(),
  /** Of the set, as that laptop had it. */
  set: descriptionSchema,
  /**
   * What each of its subvolumes is there. On a disk the UUID under which it was sent, which is what has been received of; in a store
   * the ID of its snapshot.
   */
  parts: z.record(subvolumeNameSchema, z.string()),
  /** What it took there when it was made. */
  bytes: z.number(),
  /** False where some files could not be read. */
  isWhole: z.boolean(),
  /** Its copy.json is damaged, or cannot be read any more: this is what was known of it, without parts where that is nothing. Never written there. */
  isUnreadable: z.literal(true).optional(),
})
export type Copy = z.infer<typeof copySchema>

const begun = { at: z.string(), what: z.enum(['copy', 'verify']) }

/** What the job does at a place since `at`, or why that failed; nothing once it ended well or was stopped. */
export const placeWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running'), ...begun }),
  z.object({ kind: z.literal('failed'), ...begun, error: agentErrorSchema }),
])

/** It is there, and nothing is known of it but this. */
export function undescribed({
  id,
  at,
  ...of
}: Pick<Copy, 'laptop' | 'owner'> & Pick<Description, 'id' | 'at'>): Copy & { readonly isUnreadable: true } {
  const set: Description = {
    ...{ version: 1, id, at, state: 'finished', reason: 'manual', switchId: 'unreadable', appVersion: '' },
    ...{ snapshots: [], nestedLeftOut: 0 },
  }
  return { ...of, version: 1, copiedAt: at, set, parts: {}, bytes: 0, isWhole: false, isUnreadable: true }
}

/**
 * Under which name a laptop keeps its copies in a place: where it has some, under that of those, however it is called by now; never
 * under one that another laptop has there.
 */
export function nameThere({ name, key }: LaptopIdentity, copies: readonly Copy[]): string {
  const own = copies.find(({ owner }) => owner === key)
  if (own !== undefined) return own.laptop
  return copies.some(({ laptop }) => laptop === name) ? `${name}-${key}` : name
}

/** Two laptops may have sets of one id. */
export const copyKey = ({ laptop, set }: Copy): string => `${laptop} ${set.id}`

/** Such a one stands for no copy: nothing is built on it, and nothing goes because it is there. `damaged`: keys of those that were read. */
export function isKnownDamaged(copy: Copy, damaged: ReadonlySet<string>): boolean {
  return copy.isUnreadable === true || damaged.has(copyKey(copy))
}
