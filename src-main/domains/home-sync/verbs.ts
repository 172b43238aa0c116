/** What one laptop is asked about /home. All paths are below /home, one character a byte. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'

export const scanIdSchema = z.uuid()

export const literalExclusionSchema = z.object({
  path: relativeBytePathSchema,
  kind: z.enum(['key', 'identity', 'cache', 'syncthing', 'own', 'elsewhere', 'system']),
})

/** Which earlier state the changes are counted from; the list they make is read with `readInventory`. */
export const againstSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  /** What this laptop had when both were last equal, at the end of that switch. */
  z.object({ kind: z.literal('base'), switchId: switchIdSchema }),
  /** What the agreed plan of that switch was made from. */
  z.object({ kind: z.literal('held'), switchId: switchIdSchema }),
])

export const listBases = defineVerb({
  name: 'home.listBases',
  title: 'read when both homes were last equal',
  mutates: false,
  input: z.object({}),
  /** Newest first. */
  output: z.object({ switchIds: z.array(z.string()) }),
})

export const scanHome = defineVerb({
  name: 'home.scan',
  title: 'list the files of /home',
  mutates: false,
  input: z.object({ against: againstSchema }),
  output: z.object({
    scanId: scanIdSchema,
    entries: z.number(),
    files: z.number(),
    bytes: z.number(),
    /** Size of the two lists. */
    inventoryBytes: z.number(),
    changesBytes: z.number(),
    /** How many changes there are. */
    changes: z.number(),
    /** Left out by a rule: how many, by kind, and the first of them by name. */
    leftOut: z.array(z.object({ kind: z.string(), count: z.number(), examples: z.array(z.string()) })),
    /** Left out because of what was found on this laptop: keys under other names, other file systems. */
    found: z.array(literalExclusionSchema),
    /** Folders that hold a `.git`, the outermost ones, the persons' own folders not among them. */
    repositories: z.array(z.string()),
    /** Names of the owners that occur, and their numbers; one without an account has its number for a name and is not in it. */
    users: z.record(z.string(), z.number()),
    groups: z.record(z.string(), z.number()),
    /** Regular files with set-id bits, and FIFOs: Syncthing must not see them. */
    carriedApart: z.array(z.string()),
    /** Some regular files, taken at random. */
    sample: z.array(z.string()),
    /** Devices that are there: they belong to a machine and stay. */
    devices: z.number(),
    person: z.object({ name: z.string(), uid: z.number(), gid: z.number(), home: z.string() }),
    freeBytes: z.number(),
  }),
})

/** For the laptop that is taken: whether it knows the owners that occur on the other one. */
export const nameOwners = defineVerb({
  name: 'home.nameOwners',
  title: 'look up user and group numbers',
  mutates: false,
  input: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }),
  /** Names without an account are left out. */
  output: z.object({ users: z.record(z.string(), z.number()), groups: z.record(z.string(), z.number()) }),
})

/** Stretches of the list with a digest each, cut at names, so that equal stretches need not be sent to be compared. */
export const outlineInventory = defineVerb({
  name: 'home.outline',
  title: 'sum up the list of files',
  mutates: false,
  input: z.object({ scanId: scanIdSchema }),
  output: z.object({ stretches: z.array(z.tuple([z.number(), z.number(), z.string()])) }),
})

export const readInventory = defineVerb({
  name: 'home.readInventory',
  title: 'read the list of files',
  mutates: false,
  input: z.object({
    scanId: scanIdSchema,
    part: z.enum(['inventory', 'changes']),
    start: z.number().int().nonnegative(),
    end: z.number().int().nonnegative(),
  }),
  /** Whole records, deflated (RFC 1951) and in base64; `next` is where the following ones start. */
  output: z.object({ data: z.string(), next: z.number() }),
})

export const digestFiles = defineVerb({
  name: 'home.digest',
  title: 'read files and compute their checksums',
  mutates: false,
  input: z.object({ paths: z.array(relativeBytePathSchema).max(5_000) }),
  /** In the order asked. `content` only of regular files; both are absent when there is no such file. */
  output: z.object({
    digests: z.array(z.object({ content: z.string().optional(), attributes: z.string().optional() })),
  }),
})

export const readCapabilities = defineVerb({
  name: 'home.capabilities',
  title: 'list the programs in /home with capabilities',
  mutates: false,
  input: z.object({ scanId: scanIdSchema }),
  output: z.object({ files: z.array(z.object({ path: z.string(), value: z.string() })) }),
})

/** Makes a scan the one the switch is measured against, and remembers what is kept. */
export const holdScan = defineVerb({
  name: 'home.hold',
  title: 'remember what was agreed about /home',
  mutates: true,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    as: z.enum(['planned', 'sent', 'verified']),
  }),
  output: z.object({ held: z.boolean() }),
})

export const keepPaths = defineVerb({
  name: 'home.keep',
  title: 'remember what stays in /home',
  mutates: true,
  /** Added to what is kept in this switch already. */
  input: z.object({ switchId: switchIdSchema, paths: z.array(relativeBytePathSchema) }),
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
  output: z.object({ kept: z.array(z.string()), different: z.array(z.string()) }),
})

/** Which of these are exactly as this laptop had them in one of its scans of the switch. */
export const knowSent = defineVerb({
  name: 'home.knowSent',
  title: 'tell what this laptop has sent',
  mutates: false,
  input: z.object({
    switchId: switchIdSchema,
    entries: z.array(z.object({ path: relativeBytePathSchema, shared: z.string() })),
    /** Whether what changed here between two scans counts too: a version in between may have been sent. */
    between: z.boolean(),
  }),
  output: z.object({ sent: z.array(z.boolean()) }),
})

/** Which of these are there now and are not what the scan saw. */
export const findAltered = defineVerb({
  name: 'home.altered',
  title: 'look for files changed since they were listed',
  mutates: false,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema) }),
  output: z.object({ altered: z.array(z.string()) }),
})

/** Removes exactly what a scan saw, and only if it is still that. Folders go only when they are empty. */
export const removeEntries = defineVerb({
  name: 'home.remove',
  title: 'remove what was deleted on the other laptop',
  mutates: true,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema) }),
  output: z.object({
    removed: z.number(),
    left: z.array(z.object({ path: z.string(), why: z.enum(['changed', 'not-empty']) })),
  }),
})

/** From now on changes are counted from what was verified; what was kept is counted from where it was counted before. */
export const recordBase = defineVerb({
  name: 'home.recordBase',
  title: 'remember that both homes are equal',
  mutates: true,
  /** The scan that was held as verified in this switch; `previous` is the base that the switch was planned from. */
  input: z.object({ switchId: switchIdSchema, previous: switchIdSchema.optional() }),
  output: z.object({ entries: z.number() }),
})
