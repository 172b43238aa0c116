/**
 * Bundles: named sets of files, each with a version. A `laptop` is a host name or a label, this one when it is left out. A bundle is
 * meant exactly as it is named, never one that begins alike.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'

/** Of a name and of a version: what is a part of a path, no option, and the same everywhere. */
export const bundlePartSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)

export const bundleIdSchema = z.object({ name: bundlePartSchema, version: bundlePartSchema })
export type BundleId = z.infer<typeof bundleIdSchema>

/** What a person typed: "thesis", the newest of that name, or "thesis:2". */
export const bundleTextSchema = z.string().max(300)

export const leftOutSchema = z.object({
  /** As a person reads it. */
  path: z.string(),
  /** special: a socket or a device. apart: another subvolume or a mount, of which the empty folder is there. */
  why: z.enum(['special', 'apart']),
})

export const bundleViewSchema = bundleIdSchema.extend({
  /** The laptop that has it. */
  laptop: z.string(),
  madeAt: timeSchema,
  /** Where it was made, and of what. */
  madeOn: z.string(),
  sources: z.array(z.string()),
  files: z.number(),
  /** Of all files in it. */
  bytes: z.number(),
  /** Of its list of files with their checksums: the same is the same bundle. */
  digest: z.string(),
  /** When all of it was last read and was what was bundled. */
  verifiedAt: timeSchema.optional(),
  /** It was read, and is not what was bundled. */
  isDamaged: z.boolean(),
  leftOut: z.array(leftOutSchema),
  /** Places that have it too, and when all of it was read there and was right. */
  elsewhere: z.array(z.object({ place: z.string(), at: timeSchema })),
  /** The laptop has its name and list alone, and fetches its files when it is brought back. */
  isAway: z.boolean(),
  /** Its laptop never puts it away by itself. */
  isPinned: z.boolean(),
  /** Of one that is put away: laptops that were proven to have it then, and places in which it turned out to be damaged. */
  awayOn: z.array(z.object({ laptop: z.string(), at: timeSchema })),
  damagedOn: z.array(z.string()),
  /** The folder that is a subvolume, for `btrfs send`; what was kept of one that is put away. */
  place: z.string(),
})
export type BundleView = z.infer<typeof bundleViewSchema>

/** What only it holds, and what it shares with other bundles and with the living files, on its disk. */
export const bundleSizeSchema = bundleIdSchema.extend({
  laptop: z.string(),
  uniqueBytes: z.number(),
  sharedBytes: z.number(),
})
export type BundleSize = z.infer<typeof bundleSizeSchema>

export const bundleChangeSchema = z.object({
  path: z.string(),
  kind: z.enum(['added', 'changed', 'deleted', 'attributes']),
})

export const bundleCheckSchema = bundleIdSchema.extend({
  files: z.number(),
  bytes: z.number(),
  /** The first of what is missing, other than it was, or too much. */
  wrong: z.array(z.string()),
  wrongCount: z.number(),
})
export type BundleCheck = z.infer<typeof bundleCheckSchema>

/** Where one that is put away stays, and when all of it was read there. A place that cannot be reached was not asked now. */
export const bundleStaysSchema = z.object({
  kind: z.enum(['place', 'laptop']),
  name: z.string(),
  at: timeSchema,
  isConnected: z.boolean(),
})
export type BundleStays = z.infer<typeof bundleStaysSchema>

const onLaptop = z.object({ laptop: z.string().optional() })
const oneBundle = onLaptop.extend({ bundle: bundleTextSchema })

const onePlace = onLaptop.extend({ place: z.string().max(200) })

const movedBundleSchema = z.object({
  bundle: bundleViewSchema,
  /** there: it had it. since: sent, but for what is in this version. */
  how: z.enum(['there', 'since', 'whole']),
  since: z.string().optional(),
  /** What really crossed, where that is counted: to the other laptop. */
  sentBytes: z.number().optional(),
})
export type MovedBundle = z.infer<typeof movedBundleSchema>

export const bundlesCalls = {
  /** The newest of each name first. */
  bundlesList: defineCall({
    name: 'bundles.list',
    title: 'list the bundles',
    kept: true,
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({ bundles: z.array(bundleViewSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** Reads where every file lies: seconds for many. */
  bundlesMeasure: defineCall({
    name: 'bundles.measure',
    title: 'measure what bundles take up',
    kept: true,
    input: onLaptop.extend({ bundle: bundleTextSchema.optional() }),
    output: z.object({ sizes: z.array(bundleSizeSchema) }),
  }),
  bundlesCreate: defineCall({
    name: 'bundles.create',
    title: 'make a bundle',
    /** Absolute paths. Without a version it is the time. */
    input: oneBundle.extend({ paths: z.array(z.string().max(4096)).min(1).max(1000) }),
    output: bundleViewSchema,
  }),
  bundlesDiff: defineCall({
    name: 'bundles.diff',
    title: 'compare two bundles',
    input: onLaptop.extend({ one: bundleTextSchema, other: bundleTextSchema }),
    output: z.object({ changes: z.array(bundleChangeSchema), total: z.number() }),
  }),
  /** Into a new folder, so that nothing is lost; `to` is absolute. */
  bundlesRestore: defineCall({
    name: 'bundles.restore',
    title: 'bring files of a bundle back',
    input: oneBundle.extend({ path: z.string().max(4096).optional(), to: z.string().max(4096).optional() }),
    output: z.object({
      ...{ laptop: z.string(), to: z.string(), files: z.number(), bytes: z.number() },
      /** Of the bundle: it may not be all of what was bundled. */
      isDamaged: z.literal(true).optional(),
    }),
  }),
  /** Without a version all of that name. The last one that is known anywhere, and several at once, only with `force`. */
  bundlesDelete: defineCall({
    name: 'bundles.delete',
    title: 'delete a bundle',
    input: oneBundle.extend({ force: z.boolean().default(false) }),
    output: z.object({ laptop: z.string(), deleted: z.array(bundleIdSchema) }),
  }),
  /** Without a bundle all of them. */
  bundlesVerify: defineCall({
    name: 'bundles.verify',
    title: 'read bundles and compare them with what was bundled',
    input: onLaptop.extend({ bundle: bundleTextSchema.optional() }),
    output: z.object({ laptop: z.string(), checks: z.array(bundleCheckSchema) }),
  }),
  /** Only what its newest common version does not have crosses. It is listed there once all of it was read and is right. */
  bundlesSend: defineCall({
    name: 'bundles.send',
    title: 'send a bundle to the other laptop',
    input: oneBundle.extend({ to: z.string() }),
    output: movedBundleSchema,
  }),
  /** Opens the place. */
  bundlesListAt: defineCall({
    name: 'bundles.list-at',
    title: 'list the bundles in a place',
    input: onePlace,
    output: z.object({
      bundles: z.array(bundleViewSchema),
      /** Paths there of what has a name of ours and is none of ours: it stays. */
      others: z.array(z.string()).optional(),
    }),
  }),
  /** It is listed there once all of it was read and is right. */
  bundlesPush: defineCall({
    name: 'bundles.push',
    title: 'copy a bundle to a place',
    input: onePlace.extend({ bundle: bundleTextSchema }),
    output: movedBundleSchema,
  }),
  bundlesPull: defineCall({
    name: 'bundles.pull',
    title: 'get a bundle from a place',
    input: onePlace.extend({ bundle: bundleTextSchema }),
    output: movedBundleSchema,
  }),
  /**
   * One version; the last one that a laptop is known to have only with `force`, and never while the other laptop cannot be asked, which
   * may rely on it. `digest`: of the one that was looked at, where another one may have its name by now.
   */
  bundlesDeleteAt: defineCall({
    name: 'bundles.delete-at',
    title: 'delete a bundle in a place',
    input: onePlace.extend({
      bundle: bundleTextSchema,
      digest: z.string().max(64).optional(),
      force: z.boolean().default(false),
    }),
    output: z.object({ place: z.string(), deleted: z.array(bundleIdSchema) }),
  }),
  /**
   * Only what a place or the other laptop was proven to have within 30 days, and, where one can be reached, has by reading all of it just now.
   * `damaged`: those that were found not to have it.
   */
  bundlesPutAway: defineCall({
    name: 'bundles.put-away',
    title: 'put a bundle away',
    input: oneBundle,
    output: z.object({
      bundle: bundleViewSchema,
      staysOn: z.array(bundleStaysSchema),
      damaged: z.array(z.string()).optional(),
    }),
  }),
  /** Never put away by the job that makes room. Without a version all of that name. */
  bundlesPin: defineCall({
    name: 'bundles.pin',
    title: 'choose whether a bundle stays on its laptop',
    input: oneBundle.extend({ isPinned: z.boolean() }),
    output: z.object({ bundles: z.array(bundleViewSchema) }),
  }),
  /** It is whole here once all of it was read and is what was put away. */
  bundlesBringBack: defineCall({
    name: 'bundles.bring-back',
    title: 'bring back a bundle that is put away',
    input: oneBundle,
    output: z.object({
      bundle: bundleViewSchema,
      /** A place or laptop; absent where its files were here already. */
      from: z.string().optional(),
      /** Where it was found to be damaged, and was not taken. */
      damaged: z.array(z.string()),
    }),
  }),
} as const
