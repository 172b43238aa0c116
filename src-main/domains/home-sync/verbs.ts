/** What one laptop is asked about /home. All paths are below /home, one character a byte. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { isPersonRule } from './exclusions/person-rule.ts'

export const scanIdSchema = z.uuid()

export const exclusionKindSchema = z.enum([
  'key',
  'identity',
  'cache',
  'syncthing',
  'own',
  'elsewhere',
  'mount',
  'deep',
  'system',
])

export const literalExclusionSchema = z.object({
  path: relativeBytePathSchema,
  kind: exclusionKindSchema,
})

/** What is, or was, at one path, and is to be at another, or the same. */
export const movedSchema = z.object({ from: relativeBytePathSchema, to: relativeBytePathSchema })

/** A rule of the person's, as a line of home.stignore says it. What never crosses is the agent's, and cannot be included. */
export const personRuleSchema = z
  .object({ pattern: z.string().max(65_536), decision: z.enum(['exclude', 'include']) })
  .refine(isPersonRule, 'not a rule about a home')

export const personRulesSchema = z.array(personRuleSchema).max(10_000)

export const heldAsSchema = z.enum(['planned', 'carried', 'verified'])

/** Which earlier state the changes are counted from; the list they make is read with `readInventory`. */
export const againstSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  /** What this laptop had when both were last equal, at the end of that switch. */
  z.object({ kind: z.literal('base'), switchId: switchIdSchema }),
  /** What was held for that switch. */
  z.object({ kind: z.literal('held'), switchId: switchIdSchema, as: heldAsSchema }),
])

/** A tree that nobody writes to: what a scan froze, or what was fetched from the other laptop. */
export const treeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scan'), scanId: scanIdSchema }),
  z.object({ kind: z.literal('incoming'), switchId: switchIdSchema }),
])

export const listBases = defineVerb({
  name: 'home.listBases',
  title: 'read when both homes were last equal',
  mutates: false,
  input: z.object({}),
  /** Newest first. */
  output: z.object({ switchIds: z.array(z.string()) }),
})

export const scanSchema = z.object({
  scanId: scanIdSchema,
  /** When it was frozen, by this laptop's clock: nothing that was written before is missing in it. */
  at: z.iso.datetime(),
  entries: z.number(),
  files: z.number(),
  bytes: z.number(),
  /** Size of the two lists. */
  inventoryBytes: z.number(),
  changesBytes: z.number(),
  /** How many changes there are. */
  changes: z.number(),
  /** Large files among them that had another name before. */
  moved: z.array(movedSchema),
  /** Left out by a rule: how many, by kind, and the first of them by name. */
  leftOut: z.array(z.object({ kind: z.string(), count: z.number(), examples: z.array(z.string()) })),
  /** Left out because of what was found on this laptop: keys under other names, other file systems. */
  found: z.array(literalExclusionSchema),
  /** Work trees that hold a `.git`, and bare repositories: the outermost ones, the persons' own folders not among them. */
  repositories: z.array(z.string()),
  /** Where git keeps commits and names: `.git`, `.git/modules/NAME`, a bare repository. In tree order. */
  gitFolders: z.array(z.string()),
  /** Names of the owners that occur, and their numbers; one without an account has its number for a name and is not in it. */
  users: z.record(z.string(), z.number()),
  groups: z.record(z.string(), z.number()),
  /** Owners without an account: "1005". */
  unnamed: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }).default({ users: [], groups: [] }),
  /** Some regular files, taken at random. */
  sample: z.array(z.string()),
  /** Below /home, outer ones first: no file can have names in two of them. */
  subvolumes: z.array(relativeBytePathSchema),
  /** Sockets and device files: they belong to a program or a machine, and stay. */
  specials: z.array(z.object({ path: relativeBytePathSchema, kind: z.enum(['socket', 'device']) })),
  person: z.object({ name: z.string(), uid: z.number(), gid: z.number(), home: z.string() }),
  freeBytes: z.number(),
})

/** Freezes /home in a place of root's own, and lists that. */
export const scanHome = defineVerb({
  name: 'home.scan',
  title: 'list the files of /home',
  mutates: false,
  silentMs: silences.long,
  /** `rules`: of the person's home, the same on both laptops. */
  input: z.object({
    against: againstSchema,
    rules: personRulesSchema,
    /** beforehand: kept apart, so that it outdates no plan that somebody looks at. */
    purpose: z.enum(['switch', 'beforehand']).default('switch'),
  }),
  output: scanSchema,
})

/** Where a path of this laptop stands: `source` of the rule that decides, if there is one. */
export const explainPath = defineVerb({
  name: 'home.explain',
  title: 'find the rule about a path in /home',
  mutates: false,
  input: z.object({ path: relativeBytePathSchema, rules: personRulesSchema }),
  output: z.object({
    isLeftOut: z.boolean(),
    /** A folder that is left out but for what leads to something that is included. */
    isOnTheWay: z.boolean(),
    rule: z
      .discriminatedUnion('source', [
        z.object({ source: z.literal('person'), pattern: z.string(), decision: z.enum(['exclude', 'include']) }),
        /** `pattern` is below /home. */
        z.object({ source: z.literal('built-in'), pattern: z.string(), kind: exclusionKindSchema }),
        /** By what is on this laptop's disk. */
        z.object({ source: z.literal('found'), kind: exclusionKindSchema }),
      ])
      .optional(),
  }),
})

export const readHeldScan = defineVerb({
  name: 'home.heldScan',
  title: 'read an earlier list of /home',
  mutates: false,
  input: z.object({ switchId: switchIdSchema, as: heldAsSchema }),
  /** Absent when none is held. */
  output: z.object({ scan: scanSchema.optional() }),
})

/** Which of these are protected against changes (chattr(1), `i` and `a`), as that scan has them. What is not there is not. */
export const findImmutable = defineVerb({
  name: 'home.findImmutable',
  title: 'look for protected files in /home',
  mutates: false,
  input: z.object({
    scanId: scanIdSchema,
    paths: z.array(z.union([z.literal(''), relativeBytePathSchema])).max(20_000),
  }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** For the laptop that is taken: whether it knows the owners that occur on the other one. */
export const nameOwners = defineVerb({
  name: 'home.nameOwners',
  title: 'look up user and group numbers',
  mutates: false,
  input: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }),
  /** Names without an account are left out of `users` and `groups`. */
  output: z.object({
    users: z.record(z.string(), z.number()),
    groups: z.record(z.string(), z.number()),
    /** Of names that are only numbers: those that an account here has, and its name. */
    strangers: z.array(z.object({ kind: z.enum(['user', 'group']), number: z.string(), name: z.string() })),
  }),
})

/** Where each starts and ends in the list, with its digest. */
export const stretchesSchema = z.object({ stretches: z.array(z.tuple([z.number(), z.number(), z.string()])) })

/** Bytes of a list. */
export const rangeSchema = z.object({ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() })

/** Whole records, deflated (RFC 1951) and in base64; `next` is where the following ones start. */
export const pieceSchema = z.object({ data: z.string(), next: z.number() })

/** Stretches of the list with a digest each, cut at names, so that equal stretches need not be sent to be compared. */
export const outlineInventory = defineVerb({
  name: 'home.outline',
  title: 'sum up the list of files',
  mutates: false,
  input: z.object({ scanId: scanIdSchema }),
  output: stretchesSchema,
})

export const readInventory = defineVerb({
  name: 'home.readInventory',
  title: 'read the list of files',
  mutates: false,
  input: rangeSchema.extend({ scanId: scanIdSchema, part: z.enum(['inventory', 'changes']) }),
  output: pieceSchema,
})

export const digestFiles = defineVerb({
  name: 'home.digest',
  title: 'read files and compute their checksums',
  mutates: false,
  input: z.object({ tree: treeSchema, paths: z.array(relativeBytePathSchema).max(5_000) }),
  /**
   * In the order asked; nothing of what is not there. `facts`: type, mode, owner by name, size, time and target;
   * `attributes`: ACLs, capabilities and what else is attached; `content` only of regular files.
   */
  output: z.object({
    digests: z.array(
      z.object({ content: z.string().optional(), attributes: z.string().optional(), facts: z.string().optional() }),
    ),
  }),
})

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

/** For the laptop that is left: the tree of this scan is what its transfers send. */
export const offerScan = defineVerb({
  name: 'home.offer',
  title: 'get /home ready to be sent',
  mutates: true,
  input: z.object({ scanId: scanIdSchema }),
  output: z.object({}),
})

/**
 * What was fetched from the other laptop, proven, and is still there. `identity` is what the other laptop said of the file
 * then: its record in an inventory without the key.
 */
const fetchedFileSchema = z.object({ path: relativeBytePathSchema, identity: z.string().max(16_384) })

export const readFetched = defineVerb({
  name: 'home.fetched',
  title: 'read what was fetched before',
  mutates: false,
  /** `after` is `next` of the page before. */
  input: z.object({ after: z.string().optional() }),
  output: z.object({ files: z.array(fetchedFileSchema), next: z.string().optional() }),
})

/**
 * For the laptop that is taken: makes the place that transfers write to, which nobody else can reach. What was fetched
 * for this switch before stays there, and what was recorded. `seeds` are large files of its own, and where they are to be:
 * of these only what differs need be sent.
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
    /** Recorded, and another file by now. */
    changed: z.array(relativeBytePathSchema).default([]),
    /** Recorded, and not wanted any more: deleted unless this switch fetched it. */
    unwanted: z.array(relativeBytePathSchema).default([]),
  }),
  output: z.object({}),
})

/** For the laptop that is taken: once all that was fetched is on the disk, these are recorded as proven. */
export const noteFetched = defineVerb({
  name: 'home.noteFetched',
  title: 'remember what was fetched',
  mutates: true,
  input: z.object({ switchId: switchIdSchema, files: z.array(fetchedFileSchema).max(5_000) }),
  output: z.object({}),
})

/**
 * Puts exactly these into /home, from what was fetched, in this order. Each is looked at first: what is no longer as the
 * scan has it is left alone. Afterwards everything is on the disk.
 */
export const placeHome = defineVerb({
  name: 'home.place',
  title: 'put the files into their places',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    lines: z.array(z.object({ path: relativeBytePathSchema, action: z.enum(['place', 'lead', 'remove']) })),
  }),
  output: z.object({
    placed: z.number(),
    removed: z.number(),
    left: z.array(z.object({ path: z.string(), why: z.string(), detail: z.string().optional() })),
  }),
})

/**
 * What the person, or a program, did on the laptop that is taken since the plan: changed paths, folders not among them,
 * that are not what was placed in this switch. The scan was made against what was held as planned.
 */
export const findOwnWork = defineVerb({
  name: 'home.ownWork',
  title: 'look for what changed meanwhile',
  mutates: false,
  input: z.object({ switchId: switchIdSchema, scanId: scanIdSchema }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** What was put into its place in this switch, regular files and all else. */
export const readPlaced = defineVerb({
  name: 'home.placed',
  title: 'read what was put into its place',
  mutates: false,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** From now on changes are counted from what was verified; what was kept counts as this laptop's own. */
export const recordBase = defineVerb({
  name: 'home.recordBase',
  title: 'remember that both homes are equal',
  mutates: true,
  silentMs: silences.long,
  /**
   * The scan that was held as verified in this switch; `previous` is the base that the switch was planned from; `kept` stayed
   * as it is here; `alone` is what the other laptop does not have, nor anything in it; `leftOut` was left out on either laptop;
   * `otherwise` is what the other laptop has and this one has not, or otherwise, in the order
   * of an inventory, each as the other inventory has it.
   */
  input: z.object({
    switchId: switchIdSchema,
    previous: switchIdSchema.optional(),
    kept: z.array(relativeBytePathSchema),
    alone: z.array(relativeBytePathSchema),
    leftOut: z.array(relativeBytePathSchema),
    // eslint-disable-next-line no-control-regex -- NUL ends a record
    otherwise: z.array(z.object({ path: relativeBytePathSchema, shared: z.string().regex(/^[fdlp] [^\u0000]*$/) })),
  }),
  output: z.object({ entries: z.number() }),
})
