/**
 * Snapshots of one laptop: what can be snapshotted, taking a set of read-only snapshots, looking at what is kept.
 * A set is everything that was taken on one laptop for one reason.
 */
import { z } from 'zod'
import { diskSpaceSchema } from '../../commons/disk-space.ts'
import { momentOfSetName } from '../../commons/snapshot-sets/set-name.ts'
import { defineVerb } from '../../contract/define.ts'
import { laptopSchema } from '../../contract/switch-state.ts'

/** What a person knows a subvolume for: /etc and programs, /home, images of virtual machines. */
export const areaSchema = z.enum(['system', 'home', 'images'])
export type Area = z.infer<typeof areaSchema>

const uuidSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const setIdSchema = z.string().refine((name) => momentOfSetName(name) !== undefined, 'not the name of a snapshot set')
const reasonSchema = z.enum(['before-switch', 'after-switch', 'manual'])
const switchIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)

/** A subvolume that is snapshotted, once, for all areas in it. `path` is its root folder as it is mounted. */
export const sourceSchema = z.object({
  folder: areaSchema,
  areas: z.array(areaSchema).min(1),
  path: z.string(),
  uuid: uuidSchema,
})
export type Source = z.infer<typeof sourceSchema>

export const layoutSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    sources: z.array(sourceSchema),
    /** Writable subvolumes inside /home, which a snapshot of /home leaves out; snapshotted by themselves. */
    nested: z.number(),
    /** More of them than are taken along; none is named. */
    nestedLeftOut: z.number(),
    space: diskSpaceSchema,
    /** Images on another file system: they get no snapshot. */
    imagesOutside: z.boolean(),
  }),
  z.object({ kind: z.literal('no-btrfs'), place: z.string(), fsType: z.string() }),
  /** Snapshots can only be kept on the file system they are taken from. */
  z.object({ kind: z.literal('elsewhere'), place: z.string(), folder: z.string() }),
  z.object({ kind: z.literal('swap-file'), file: z.string(), place: z.string() }),
])
export type Layout = z.infer<typeof layoutSchema>

export const readLayout = defineVerb({
  name: 'snapshots.layout',
  title: 'look at what can be snapshotted',
  mutates: false,
  input: z.object({}),
  output: layoutSchema,
})

/** One finished snapshot. `folder` is its place within the set. */
const takenSchema = z.object({
  folder: z.string(),
  areas: z.array(areaSchema),
  /** For a nested one: its path within the subvolume around it, as bytes (kernel/byte-path.ts). */
  within: z.object({ folder: areaSchema, path: z.string() }).optional(),
  /** Of the snapshot, and of what it was taken from. */
  uuid: uuidSchema,
  sourceUuid: uuidSchema,
  takenAt: z.string(),
})
export type Taken = z.infer<typeof takenSchema>

/** description.json of a set. */
export const descriptionSchema = z.object({
  version: z.literal(1),
  id: setIdSchema,
  /** `taking`: begun and not finished; it may lack some. */
  state: z.enum(['taking', 'finished']),
  at: z.string(),
  reason: reasonSchema,
  switchId: switchIdSchema,
  from: laptopSchema,
  to: laptopSchema,
  /** Of pc-switcher. */
  appVersion: z.string(),
  snapshots: z.array(takenSchema),
  nestedLeftOut: z.number(),
})
export type Description = z.infer<typeof descriptionSchema>

/** Asked again for the same switch and reason it answers with the set there is, or finishes it. */
export const createSnapshots = defineVerb({
  name: 'snapshots.create',
  title: 'take read-only snapshots',
  mutates: true,
  input: z.object({ switchId: switchIdSchema, reason: reasonSchema, from: laptopSchema, to: laptopSchema }),
  output: descriptionSchema,
})

/** One set as it lies there. `folders` are the snapshots that are seen in it. */
const listedSetSchema = z.object({
  id: z.string(),
  at: z.string(),
  folders: z.array(z.string()),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('described'), description: descriptionSchema }),
    z.object({ kind: z.literal('undescribed'), why: z.string() }),
  ]),
})
export type ListedSet = z.infer<typeof listedSetSchema>

/** Newest first. A set whose description cannot be read is listed all the same. */
export const listSnapshots = defineVerb({
  name: 'snapshots.list',
  title: 'list the snapshots',
  mutates: false,
  input: z.object({}),
  output: z.object({ sets: z.array(listedSetSchema) }),
})

/** Asks btrfs itself about each snapshot of a set; AppError "not-found" when there is no such set. */
export const examineSnapshots = defineVerb({
  name: 'snapshots.examine',
  title: 'look at each snapshot of a set',
  mutates: false,
  input: z.object({ switchId: switchIdSchema, reason: reasonSchema }),
  output: z.object({
    description: descriptionSchema,
    found: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('as-described'), folder: z.string() }),
        z.object({ kind: z.literal('different'), folder: z.string(), why: z.string() }),
      ]),
    ),
  }),
})
