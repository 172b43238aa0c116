/**
 * Sets of snapshots: everything that was taken of one laptop at one moment for one reason. The words of several
 * capabilities: taking and keeping, comparing, looking into, bringing back, rolling back.
 */
import { z } from 'zod'
import { messageSchema } from '../../contract/message.ts'
import { snapshotReasonSchema } from '../../contract/snapshot-calls.ts'
import { laptopSchema } from '../../contract/switch-state.ts'
import { diskSpaceSchema } from '../disk-space.ts'
import { timeOfSetName } from './set-name.ts'

/** "system", "home" and what capabilities add: what a person knows a subvolume for. A set of old may know others. */
export const areaIdSchema = z.string().regex(/^[a-z][a-z-]{0,31}$/)
export type AreaId = z.infer<typeof areaIdSchema>

export const uuidSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
export const setIdSchema = z
  .string()
  .refine((name) => timeOfSetName(name) !== undefined, 'not the name of a snapshot set')
export const reasonSchema = snapshotReasonSchema.exclude(['foreign', 'unknown'])

/** What sets on both laptops that belong together share: the id of the switch, or of the request. */
export const groupIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)

/** What a subvolume is known by, and its snapshot in a set: "home", "nested/261", "extra/srv", "homes/alice". */
export const subvolumeNameSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_-]{1,64})?$/)

/** A subvolume that is snapshotted, once, for all areas in it. `path` is its root folder as it is mounted. */
export const subvolumeSchema = z.object({
  subvolume: subvolumeNameSchema,
  /** None for one that the person added. */
  areas: z.array(areaIdSchema),
  path: z.string(),
  uuid: uuidSchema,
})
export type Subvolume = z.infer<typeof subvolumeSchema>

export const readyLayoutSchema = z.object({
  kind: z.literal('ready'),
  subvolumes: z.array(subvolumeSchema),
  /** Subvolumes inside these, which a snapshot of the outer one leaves out; snapshotted by themselves. */
  nested: z.number(),
  /** How many of them are not taken along; the first of them are named in `leftOut`. */
  nestedLeftOut: z.number(),
  space: diskSpaceSchema,
  /** Areas on another file system: they get no snapshot. */
  outside: z.array(areaIdSchema),
  /** What cannot be snapshotted here. */
  leftOut: z.array(messageSchema).optional(),
})
export const layoutSchema = z.discriminatedUnion('kind', [
  readyLayoutSchema,
  z.object({ kind: z.literal('read-only'), place: z.string() }),
  z.object({ kind: z.literal('no-btrfs'), place: z.string(), fsType: z.string() }),
  /** Snapshots can only be kept on the file system they are taken from. */
  z.object({ kind: z.literal('elsewhere'), place: z.string(), folder: z.string() }),
  /** A bind mount of a folder within a subvolume that is mounted nowhere as a whole. */
  z.object({ kind: z.literal('hidden'), place: z.string() }),
  /** What it leads to has another path, by which nobody would find it in a snapshot. */
  z.object({ kind: z.literal('link'), place: z.string(), target: z.string() }),
  z.object({ kind: z.literal('swap-file'), file: z.string(), place: z.string() }),
])
export type Layout = z.infer<typeof layoutSchema>

/** Where a nested subvolume is: the one around it, and its path in there as bytes (kernel/byte-path.ts). */
export const withinSchema = z.object({ subvolume: subvolumeNameSchema, path: z.string() })

/** One finished snapshot. */
export const takenSchema = z.object({
  subvolume: subvolumeNameSchema,
  areas: z.array(areaIdSchema),
  /** Where its subvolume was mounted: "/home". */
  path: z.string().optional(),
  /** Of a nested one. */
  within: withinSchema.optional(),
  /** Of the snapshot, and of what it was taken from. */
  uuid: uuidSchema,
  sourceUuid: uuidSchema,
  takenAt: z.string(),
})
export type TakenSubvolume = z.infer<typeof takenSchema>

/** description.json of a set. What may change later (a pin, measured sizes) stands in files beside it. */
export const descriptionSchema = z.object({
  version: z.literal(1),
  id: setIdSchema,
  /** `taking`: begun and not finished; it may lack some. */
  state: z.enum(['taking', 'finished']),
  at: z.string(),
  reason: reasonSchema,
  /** The switch for "before-switch" and "after-switch", else the request that it was taken for. */
  switchId: groupIdSchema,
  /** Of the switch. */
  from: laptopSchema.optional(),
  to: laptopSchema.optional(),
  /** In the words of the person who took it. */
  note: z.string().max(200).optional(),
  /** What was about to be done: "Before restoring 3 items". */
  occasion: messageSchema.optional(),
  /** Of pc-switcher. */
  appVersion: z.string(),
  snapshots: z.array(takenSchema),
  nestedLeftOut: z.number(),
  /** What could not be snapshotted on that laptop. */
  leftOut: z.array(messageSchema).optional(),
})
export type Description = z.infer<typeof descriptionSchema>

/** One set as it lies there. `subvolumes` are those of which snapshots are seen in it. */
export const listedSetSchema = z.object({
  id: z.string(),
  at: z.string(),
  subvolumes: z.array(z.string()),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('described'), description: descriptionSchema }),
    z.object({ kind: z.literal('undescribed'), why: messageSchema }),
  ]),
})
export type ListedSet = z.infer<typeof listedSetSchema>

/** One tree to look at or to compare: a snapshot in a set, or what is there now in the same place. */
export const treeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), setId: setIdSchema, subvolume: subvolumeNameSchema }),
  z.object({ kind: z.literal('now'), subvolume: subvolumeNameSchema }),
])
export type Tree = z.infer<typeof treeSchema>
