/** What one laptop is asked in the course of a switch of /home. All paths are below /home, one character a byte. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { deviceIdSchema, folderIdSchema } from '../../contract/person-syncthing.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { packedListSchema } from './packed-list.ts'
import { heldAsSchema, movedSchema, scanIdSchema } from './scan-verbs.ts'

/** Keeps a scan for the switch: what was planned from, what the other laptop was given, what was compared and found equal. */
export const holdScan = defineVerb({
  name: 'home.hold',
  title: 'remember what was agreed about /home',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ switchId: switchIdSchema, scanId: scanIdSchema, as: heldAsSchema }),
  /** False when another one was planned from already. */
  output: z.object({ held: z.boolean() }),
})

/**
 * For the source: files that look as they did when the other laptop was last given them, and may hold something else by that scan. What was
 * held as carried has to be there.
 */
export const findTouched = defineVerb({
  name: 'home.touched',
  title: 'look for files that may have changed',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ switchId: switchIdSchema, scanId: scanIdSchema }),
  output: z.object({ paths: packedListSchema }),
})

export const keepPaths = defineVerb({
  name: 'home.keep',
  title: 'remember what stays in /home',
  mutates: true,
  /** Added to what is kept in this switch already. */
  input: z.object({
    switchId: switchIdSchema,
    paths: z.array(relativeBytePathSchema),
    /** Because programs have them open for writing. */
    inUse: z.boolean().default(false),
  }),
  output: z.object({ kept: z.array(z.string()) }),
})

/** What a comparison found to differ although it looks the same: the next run copies it anew. Replaces what was marked. */
export const markDifferent = defineVerb({
  name: 'home.markDifferent',
  title: 'remember what differs in /home',
  mutates: true,
  input: z.object({ switchId: switchIdSchema, paths: z.array(relativeBytePathSchema) }),
  output: z.object({ marked: z.number() }),
})

export const readKept = defineVerb({
  name: 'home.kept',
  title: 'read what stays in /home',
  mutates: false,
  input: z.object({ switchId: switchIdSchema }),
  /** `beside`: files that have given way, or were about to, and stay under `as`, which is among what is kept. */
  output: z.object({
    kept: z.array(z.string()),
    /** Among it: what programs had open for writing. */
    used: z.array(z.string()),
    different: z.array(z.string()),
    beside: z.array(z.object({ path: z.string(), as: z.string(), isDone: z.boolean() })),
  }),
})

/** What stays beside the other laptop's version since an earlier switch, and this laptop alone has. */
export const readBeside = defineVerb({
  name: 'home.beside',
  title: 'read what was kept beside other versions',
  mutates: false,
  input: z.object({}),
  output: z.object({ paths: z.array(z.string()) }),
})

/** For the source: the tree of this scan is what its transfers send. */
export const offerScan = defineVerb({
  name: 'home.offer',
  title: 'get /home ready to be sent',
  mutates: true,
  input: z.object({ scanId: scanIdSchema }),
  output: z.object({}),
})

/** Reads them in the tree of that scan. What the disk does not give is left out by later scans, until it can be read again. */
export const findUnreadable = defineVerb({
  name: 'home.findUnreadable',
  title: 'find files that cannot be read',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema) }),
  output: z.object({ paths: z.array(relativeBytePathSchema) }),
})

/**
 * What was fetched from the other laptop, proven, and is still there. `identity` is what the other laptop said of the file
 * then: its record in an inventory without the key.
 */
export const fetchedFileSchema = z.object({
  path: relativeBytePathSchema,
  identity: z.string().max(16_384),
  /** Made of the own file under its earlier name: known to be the same, and not compared. */
  isRenamed: z.literal(true).optional(),
})
export type FetchedFile = z.infer<typeof fetchedFileSchema>

export const readFetched = defineVerb({
  name: 'home.fetched',
  title: 'read what was fetched before',
  mutates: false,
  /** `after` is `next` of the page before. */
  input: z.object({ after: z.string().optional() }),
  output: z.object({ files: z.array(fetchedFileSchema), next: z.string().optional() }),
})

/**
 * For the target: makes the place that transfers write to, which nobody else can reach. What was fetched for this switch before stays
 * there, and what was recorded. `seeds` are large files of its own, and where they are to be: of these only what differs need be sent.
 */
export const receiveHome = defineVerb({
  name: 'home.receive',
  title: 'get ready to receive files of /home',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    seeds: z.array(movedSchema),
    /** Folders and files that are to be written in place instead of copied on write, if they are new here. */
    nocow: z.array(z.object({ path: relativeBytePathSchema, isFolder: z.boolean() })).default([]),
    /** Recorded, and another file by now. */
    changed: z.array(relativeBytePathSchema).default([]),
    /** Recorded, and not wanted any more: deleted unless this switch fetched it. */
    unwanted: z.array(relativeBytePathSchema).default([]),
  }),
  output: z.object({}),
})

/**
 * For the target: makes these in what is fetched, of its own files, where each is as it was when both laptops were last equal: then it is
 * what `identity` tells of the file under its new name on the source.
 */
export const takeRenamed = defineVerb({
  name: 'home.takeRenamed',
  title: 'take renamed files from the own home',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    /** The switch after which both were equal. */
    since: switchIdSchema,
    files: z.array(fetchedFileSchema.extend({ from: relativeBytePathSchema })).max(5_000),
  }),
  /** In the order asked. False: it has to be sent. */
  output: z.object({ taken: z.array(z.boolean()) }),
})

/** For the target: once all that was fetched is on the disk, these are recorded as proven. */
export const noteFetched = defineVerb({
  name: 'home.noteFetched',
  title: 'remember what was fetched',
  mutates: true,
  input: z.object({ switchId: switchIdSchema, files: z.array(fetchedFileSchema).max(5_000) }),
  output: z.object({}),
})

/**
 * Puts exactly these into /home, from what was fetched, in this order. Each is looked at first: what is no longer as the
 * scan has it is left alone. The file that gives way to a line with `beside` gets that name. Afterwards everything is on the
 * disk.
 */
export const placeHome = defineVerb({
  name: 'home.place',
  title: 'put the files into their places',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    /** Of placing-lines.ts. */
    lines: packedListSchema,
  }),
  output: z.object({
    placed: z.number(),
    /** Among them: names that are one file on the source, and could not be here. */
    separate: z.number(),
    removed: z.number(),
    left: z.array(z.object({ path: z.string(), why: z.string(), detail: z.string().optional() })),
  }),
})

/**
 * What the person, or a program, did on the target since the plan: changed paths, folders not among them, that are not what was placed in
 * this switch. The scan was made against what was held as planned.
 */
export const findOwnWork = defineVerb({
  name: 'home.ownWork',
  title: 'look for what changed meanwhile',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ switchId: switchIdSchema, scanId: scanIdSchema }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** What was put into its place in this switch, regular files and all else. */
export const readPlaced = defineVerb({
  name: 'home.placed',
  title: 'read what was put into its place',
  mutates: false,
  silentMs: silences.long,
  /** The scan: of /home as it was afterwards. */
  input: z.object({ switchId: switchIdSchema, scanId: scanIdSchema }),
  /**
   * `open`: those of which nobody wrote down that it was done and which do not look so either; most of them were not as
   * expected, and stayed. `removed` are not among the paths.
   */
  output: z.object({ paths: packedListSchema, open: packedListSchema, removed: packedListSchema }),
})

/** How much was put into its place in this switch, by all its runs; what was removed is among the items. */
export const countPlaced = defineVerb({
  name: 'home.countPlaced',
  title: 'count what was put into its place',
  mutates: false,
  silentMs: silences.long,
  /** The scan: of /home as it was afterwards. */
  input: z.object({ switchId: switchIdSchema, scanId: scanIdSchema }),
  output: z.object({ items: z.number(), bytes: z.number() }),
})

/** From now on changes are counted from what was verified; what was kept counts as this laptop's own. */
/** Of Syncthing: `place` is below /home, and `device` the other laptop's. */
export const sharedFolderSchema = z.object({
  id: folderIdSchema,
  place: relativeBytePathSchema,
  device: deviceIdSchema,
})

export const recordBase = defineVerb({
  name: 'home.recordBase',
  title: 'remember that both homes are equal',
  mutates: true,
  silentMs: silences.long,
  /**
   * The scan that was held as verified in this switch; `previous` is the base that the switch was planned from; `kept` stayed
   * as it is here; `alone` is what the other laptop does not have, nor anything in it; `leftOut` was left out on either laptop;
   * `otherwise` is what the other laptop has and this one has not, or otherwise, in the order
   * of an inventory, each as the other inventory has it. `shared`: what the person's Syncthing carries to the other laptop's.
   */
  input: z.object({
    switchId: switchIdSchema,
    previous: switchIdSchema.optional(),
    kept: z.array(relativeBytePathSchema),
    alone: z.array(relativeBytePathSchema),
    leftOut: z.array(relativeBytePathSchema),
    // eslint-disable-next-line no-control-regex -- NUL ends a record
    otherwise: z.array(z.object({ path: relativeBytePathSchema, shared: z.string().regex(/^[fdlp] [^\u0000]*$/) })),
    shared: z.array(sharedFolderSchema).default([]),
  }),
  output: z.object({ entries: z.number() }),
})
