/** Verbs about /etc on one machine. Paths are byte paths with a leading slash that stands for /etc: "/sysctl.d/60-dev.conf". */
import { z } from 'zod'
import { lookSideSchema } from '../../contract/look.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { rootedBytePathSchema } from '../../contract/path-schemas.ts'
import { messageSchema } from '../../contract/message.ts'
import { lastEqualsSchema } from '../../commons/last-equal/last-equal.ts'
import { doorProblemSchema } from '../../commons/doors/verbs.ts'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { etcEffectSchema, failedEffectSchema } from '../../commons/etc-effects/verbs.ts'
import { contentNameSchema } from '../../commons/syncthing/verbs.ts'
import { doorFileSchema, doorFilesSchema, doorPathsSchema } from './door-files.ts'
import { manifestEntrySchema, manifestSchema } from './manifest.ts'
import { neverEntrySchema } from './never-list.ts'

const frozenIdSchema = z.uuid()

const base = {
  path: rootedBytePathSchema,
  owner: z.string(),
  group: z.string(),
  /** ACLs, capabilities and what else is attached, as in a manifest, one a line. Absent when there is nothing. */
  attributes: z.string().optional(),
}

/** Whose decision it is that the file is as it is. */
export const originSchema = z.enum([
  /** As its package made it: nobody's. */
  'shipped',
  /** A package's configuration that somebody changed. */
  'changed',
  /** No package knows it. */
  'unowned',
  /** Written by the system, a backup, or a link that a package or service made. */
  'made',
])

/** The package that put it there or, of what none did, the folder that it is in. Absent where several did, and of `shipped`. */
const packageName = z.string().max(200).optional()

export const etcEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('file'),
    mode: z.string(),
    bytes: z.number(),
    changedAt: z.string(),
    sha256: z.string(),
    origin: originSchema,
    package: packageName,
    /** Looks like a password, key or token, or is not readable for everybody. */
    secret: z.boolean(),
    /** What in it is about this laptop alone: "names p17", "contains a disk's ID". */
    bound: messageSchema.optional(),
  }),
  z.object({ ...base, kind: z.literal('link'), target: z.string(), origin: originSchema, package: packageName }),
  z.object({ ...base, kind: z.literal('folder'), mode: z.string() }),
  /**
   * A socket or device, the root of another subvolume or file system, or a file that the disk does not give: nothing at or below it
   * is compared.
   */
  z.object({ ...base, kind: z.literal('other'), isUnreadable: z.literal(true).optional() }),
])
export type EtcEntry = z.infer<typeof etcEntrySchema>
type OwnedEntry = Extract<EtcEntry, { origin: unknown }>

/** Whether a person or a program that no package is decided that it is as it is. */
export function isSomebodys(entry: EtcEntry): entry is OwnedEntry {
  return (entry.kind === 'file' || entry.kind === 'link') && (entry.origin === 'changed' || entry.origin === 'unowned')
}

/** What is never copied, in the order in which root demands it. */
export const listNeverCopied = defineVerb({
  name: 'etc.never',
  title: 'list what is never copied of /etc',
  mutates: false,
  input: z.object({}),
  output: z.object({ entries: z.array(neverEntrySchema) }),
})

const inspectionSchema = z.object({
  entries: z.array(etcEntrySchema),
  lastEqual: lastEqualsSchema,
  accounts: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }),
})

/** All of /etc but what is never copied, in one question. `anew`: read whole, also what did not change since the last one. */
export const inspectEtc = defineVerb({
  name: 'etc.inspect',
  title: 'read /etc',
  mutates: false,
  input: z.object({ anew: z.boolean() }),
  output: inspectionSchema,
})

/** Those of these files and folders that not even root can change, or only add to. */
export const findProtectedEtc = defineVerb({
  name: 'etc.findProtected',
  title: 'look for protected files of /etc',
  mutates: false,
  input: z.object({ paths: z.array(rootedBytePathSchema) }),
  output: z.object({ paths: z.array(rootedBytePathSchema) }),
})

/** For the source: what sshd and sudo decide by, and what programs start with, of what is to be copied. */
export const readDoorFiles = defineVerb({
  name: 'etc.readDoorFiles',
  title: 'read the settings of sshd and sudo',
  mutates: false,
  input: z.object({ paths: doorPathsSchema }),
  output: z.object({ files: z.array(doorFileSchema) }),
})

/** Files that are held back, with what sshd, sudo or another program would do otherwise. */
const heldSchema = z.array(z.object({ path: rootedBytePathSchema, why: doorProblemSchema }))

/** For the target: asks sshd, sudo and programs what they would do with these. Places none. */
export const tryDoorFiles = defineVerb({
  name: 'etc.tryDoorFiles',
  title: 'ask sshd and sudo about the files that would come',
  mutates: false,
  input: z.object({ files: doorFilesSchema }),
  output: z.object({ held: heldSchema }),
})

/**
 * All of a read-only snapshot of /etc, which stays until the next one: what travels is read from it on the source, and it is what lines
 * expect on the target.
 */
export const freezeEtc = defineVerb({
  name: 'etc.freeze',
  title: 'freeze /etc',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({
    frozenId: frozenIdSchema,
    inspection: inspectionSchema,
    /** What stands there because this switch put it there: paths, folders not among them. */
    placed: z.array(z.string()),
  }),
})

/**
 * For the source: its mirror holds the contents of these paths of the frozen tree and nothing else. `anew` are contents that did not arrive
 * rightly: they are written once more.
 */
export const offerEtc = defineVerb({
  name: 'etc.offer',
  title: 'get files of /etc ready to be sent',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    frozenId: frozenIdSchema,
    paths: z.array(rootedBytePathSchema),
    anew: z.array(contentNameSchema),
  }),
  output: z.object({
    manifest: z.array(manifestEntrySchema),
    /** What came to the mirror or went from it. */
    changed: z.array(contentNameSchema),
  }),
})

/**
 * For the target: makes everything in the manifest, complete, in a place that root alone can reach. Contents come from the mirror and are
 * compared with their checksum while they are copied; what a laptop says of itself in them stays as in its frozen tree.
 */
export const stageEtc = defineVerb({
  name: 'etc.stage',
  title: 'check the files of /etc that arrived',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ switchId: switchIdSchema, frozenId: frozenIdSchema, manifest: manifestSchema }),
  /** Contents that are missing, or were not what they should be and are gone now. Empty when all is there. */
  output: z.object({ wrong: z.array(contentNameSchema) }),
})

/**
 * Puts exactly these into /etc, from what was staged, in this order, but for what would keep the account of pc-switcher or the
 * person out, or make programs fail: that is held back. Each is looked at: what is no longer as in the frozen tree is left alone. Afterwards all is on the disk.
 */
export const placeEtc = defineVerb({
  name: 'etc.place',
  title: 'put the files into /etc',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    switchId: switchIdSchema,
    frozenId: frozenIdSchema,
    lines: z.array(z.object({ path: rootedBytePathSchema, action: z.enum(['place', 'remove']) })),
  }),
  output: z.object({
    placed: z.number(),
    removed: z.number(),
    held: heldSchema,
    left: z.array(z.object({ path: z.string(), why: z.string(), detail: z.string().optional() })),
  }),
})

/**
 * What was placed is on trial: said by a connection that was made since, it stays. False when it was taken back before, which it
 * is by itself 40 s after it was placed.
 */
export const keepPlacedEtc = defineVerb({
  name: 'etc.keepPlaced',
  title: 'keep the files that were put into /etc',
  mutates: true,
  input: z.object({}),
  output: z.object({ kept: z.boolean() }),
})

/** Takes back what is on trial at once: nobody is let in anew, though the connection that says it goes on. */
export const takeBackEtc = defineVerb({
  name: 'etc.takeBack',
  title: 'take back the files that were put into /etc',
  mutates: true,
  silentMs: silences.long,
  input: z.object({}),
  output: z.object({}),
})

/** What was tried here and let nobody in, or was held back because of programs (`why`), and what of `paths` cannot be tried. */
export const listRefusedEtc = defineVerb({
  name: 'etc.refused',
  title: 'list files of /etc that let nobody in',
  mutates: false,
  input: z.object({ paths: z.array(rootedBytePathSchema) }),
  output: z.object({
    files: z.array(
      z.object({ path: rootedBytePathSchema, sha256: z.string().nullable(), why: doorProblemSchema.optional() }),
    ),
    untried: heldSchema,
  }),
})

/** A short mark for each line of text files, so that differing lines can be counted without their contents crossing. */
export const markEtcLines = defineVerb({
  name: 'etc.lines',
  title: 'compare lines of files in /etc',
  mutates: false,
  input: z.object({ paths: z.array(rootedBytePathSchema).max(2_000) }),
  /** null where it is not text or over 1 MB. */
  output: z.object({ marks: z.array(z.array(z.string()).nullable()) }),
})

/** One file to look at. Refuses what is never copied: accounts, keys, this laptop's own. */
export const lookAtEtcFile = defineVerb({
  name: 'etc.look',
  title: 'look at a file in /etc',
  mutates: false,
  input: z.object({ path: rootedBytePathSchema }),
  output: lookSideSchema,
})

/** What both laptops have in common now; the next plan tells by it who changed what since. What was fetched for it goes. */
export const rememberEtc = defineVerb({
  name: 'etc.remember',
  title: 'remember what is equal in /etc',
  mutates: true,
  input: z.object({ switchId: switchIdSchema, fingerprints: z.record(rootedBytePathSchema, z.string().max(300)) }),
  output: z.object({}),
})

/** For the target: does what the files need that this switch put there, as far as it is harmless (commons/etc-effects). */
export const takeEffectEtc = defineVerb({
  name: 'etc.takeEffect',
  title: 'have copied settings take effect',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({ failed: z.array(failedEffectSchema) }),
})

/** What these files need besides, for a person to do. */
export const listEffectsEtc = defineVerb({
  name: 'etc.listEffects',
  title: 'ask what copied settings need',
  mutates: false,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({ toRun: z.array(etcEffectSchema) }),
})

/**
 * Commits /etc with etckeeper, where it is used. "not-recorded": etckeeper failed, and the log says how. "cut-short": it did not
 * end within 20 s, but has recorded it.
 */
export const commitEtc = defineVerb({
  name: 'etc.commit',
  title: 'record the changes of /etc',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ message: z.string().regex(/^[^\n\r]{1,200}$/) }),
  output: z.object({ outcome: z.enum(['committed', 'nothing-new', 'not-used', 'not-recorded', 'cut-short']) }),
})
