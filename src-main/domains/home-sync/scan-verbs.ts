/** What one laptop is asked about the files of /home as they are. All paths are below /home, one character a byte. */
import { z } from 'zod'
import { planIdSchema, switchIdSchema } from '../../commons/ledger/verbs.ts'
import { freeRoomSchema } from '../../contract/preview.ts'
import { agentLookSideSchema } from '../../contract/look.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { fileSetSchema } from './file-sets/file-set.ts'
import { packedListSchema } from './packed-list.ts'
import { literalExclusionSchema, personRulesSchema } from './rule-verbs.ts'

export const scanIdSchema = z.uuid()

/** What is, or was, at one path, and is to be at another, or the same. */
export const movedSchema = z.object({ from: relativeBytePathSchema, to: relativeBytePathSchema })

export const heldAsSchema = z.enum(['planned', 'started', 'carried', 'verified'])

/** Which earlier state the changes are counted from; the list they make is read with `readInventory`. */
export const againstSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  /** What this laptop had when both were last equal, at the end of that switch. */
  z.object({ kind: z.literal('base'), switchId: switchIdSchema }),
  /** What was held for that switch. */
  z.object({ kind: z.literal('held'), switchId: switchIdSchema, as: heldAsSchema }),
])

/** A tree that nobody writes to: what a scan froze, that of a switch too, or what was fetched from the other laptop. */
export const treeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scan'), scanId: scanIdSchema }),
  /** There may be none any more: then nothing is in it. */
  z.object({ kind: z.literal('held'), switchId: switchIdSchema, as: heldAsSchema }),
  z.object({ kind: z.literal('incoming'), switchId: switchIdSchema }),
])

export const listBases = defineVerb({
  name: 'home.listBases',
  title: 'read when both homes were last equal',
  mutates: false,
  input: z.object({}),
  /**
   * Newest first; a damaged one is named as long as there is no later one. `isLost`: what names them is damaged, so which there
   * were cannot be told. `isForgotten`: there were some, and none counts any more, as after a rollback. `hasForgotten`: there were
   * others before these. `undone`: the switch that was undone here.
   */
  output: z.object({
    bases: z.array(z.object({ switchId: z.string(), isDamaged: z.boolean() })),
    isLost: z.boolean(),
    isForgotten: z.boolean(),
    hasForgotten: z.literal(true).optional(),
    undone: z.string().optional(),
  }),
})

/**
 * Why all of a home was listed, and not only what changed: there is no earlier list; it is damaged; somebody could write to the
 * frozen tree that it is of; other rules; subvolumes came, went or are others; the kernel cannot tell, as after a rollback; so much
 * changed that listing is quicker.
 */
export const wholeReasonSchema = z.enum([
  'first',
  'damaged',
  'made-writable',
  'other-rules',
  'other-subvolumes',
  'not-told',
  'too-much',
])
export type WholeReason = z.infer<typeof wholeReasonSchema>

export const scanSchema = z.object({
  scanId: scanIdSchema,
  /** When it was frozen, by this laptop's clock: nothing that was written before is missing in it. */
  at: z.iso.datetime(),
  /** Absent where only what changed was looked at. */
  whole: wholeReasonSchema.optional(),
  /** A digest of the list, inodes and change times included, and of the accounts: where it is the same, nothing has changed. */
  exact: z.string().default(''),
  entries: z.number(),
  files: z.number(),
  bytes: z.number(),
  /** Size of the list of them. */
  changesBytes: z.number(),
  /** How many changes there are. */
  changes: z.number(),
  /** Large files among them that had another name before. */
  moved: z.array(movedSchema),
  /**
   * Files of any size that had another name when both were equal (`since`), and are as they were then. Two lists of as many
   * paths; absent where there are none.
   */
  renamed: z.object({ since: switchIdSchema, from: packedListSchema, to: packedListSchema }).optional(),
  /** The same of files that were renamed by themselves: that nothing is in them but what was then is not certain. */
  renamedAlone: z.object({ from: packedListSchema, to: packedListSchema }).optional(),
  /** Left out by a rule: how many, by kind, and the first of them by name. */
  leftOut: z.array(z.object({ kind: z.string(), count: z.number(), examples: z.array(z.string()) })),
  /** Left out because of what was found on this laptop: keys under other names, other file systems. */
  found: z.array(literalExclusionSchema),
  /** Work trees that hold a `.git`, and bare repositories: the outermost ones, the persons' own folders not among them. */
  repositories: z.array(z.string()),
  /** Where git keeps commits and names: `.git`, `.git/modules/NAME`, a bare repository. In tree order. */
  gitFolders: z.array(z.string()),
  /** Other files that make one thing, and repositories that have several work trees. */
  fileSets: z.array(fileSetSchema),
  /** Names of the owners that occur, and their numbers; one without an account has its number for a name and is not in it. */
  users: z.record(z.string(), z.number()),
  groups: z.record(z.string(), z.number()),
  /** Owners without an account: "1005". */
  unnamed: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }).default({ users: [], groups: [] }),
  /** Below /home, outer ones first: no file can have names in two of them. */
  subvolumes: z.array(relativeBytePathSchema),
  /** Those among them that are read-only: they can be copied, and nothing can come into them. */
  readOnly: z.array(relativeBytePathSchema).default([]),
  /** Sockets and device files: they belong to a program or a machine, and stay. */
  specials: z.array(z.object({ path: relativeBytePathSchema, kind: z.enum(['socket', 'device']) })),
  person: z.object({ name: z.string(), uid: z.number(), gid: z.number(), home: z.string() }),
  /** Of the laptop's own folder of homes. */
  ...freeRoomSchema.shape,
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
    /** That it is made for: it stays where room is made for the same plan. */
    planId: planIdSchema.optional(),
  }),
  output: scanSchema,
})

/** Some regular files and folders of a list that is held, taken at random: others each time. */
export const drawSample = defineVerb({
  name: 'home.sample',
  title: 'pick files to read again',
  mutates: false,
  input: z.object({ scanId: scanIdSchema }),
  output: z.object({ paths: z.array(z.string()) }),
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

/** All of what a scan has, or what changed until then. */
const scanPartSchema = z.enum(['inventory', 'changes'])
export type ScanPart = z.infer<typeof scanPartSchema>

/**
 * Which folders and large files are written in place instead of copied on write (chattr(1), `C`), as that scan has them: of all,
 * of what changed, or of these. What is not there is not.
 */
export const findNocow = defineVerb({
  name: 'home.findNocow',
  title: 'look for copy-on-write that is off in /home',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ scanId: scanIdSchema, of: z.union([scanPartSchema, z.array(relativeBytePathSchema).max(20_000)]) }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** Around these sockets and device files: the folders that hold nothing else, as that scan has them, outer ones too. */
export const findSpecialFolders = defineVerb({
  name: 'home.specialFolders',
  title: 'look for folders of sockets in /home',
  mutates: false,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema).max(20_000) }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** Which of these that scan has, whatever they are and whether a rule leaves them out or not. */
export const findExisting = defineVerb({
  name: 'home.findExisting',
  title: 'look for names that are taken in /home',
  mutates: false,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema).max(5_000) }),
  output: z.object({ paths: z.array(z.string()) }),
})

/** Smaller files are taken as if they had no holes, and so are fewer bytes of holes. */
export const worthAskingForHolesBytes = 1024 * 1024

/** Which of these files have holes, as that scan has them, and what they take of the disk. What is not there has none. */
export const findSparse = defineVerb({
  name: 'home.findSparse',
  title: 'look for files with holes in /home',
  mutates: false,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema).max(5_000) }),
  output: z.object({ files: z.array(z.object({ path: z.string(), storedBytes: z.number() })) }),
})

/**
 * One version of a file, as that scan has it. Its contents only if the person may read them; else a checksum with this key,
 * which tells whether the other laptop has the same.
 */
export const lookAtHomeFile = defineVerb({
  name: 'home.look',
  title: 'look at a file in /home',
  mutates: false,
  input: z.object({ scanId: scanIdSchema, path: relativeBytePathSchema, key: z.base64().length(44) }),
  output: z.object({ side: agentLookSideSchema }),
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
