/**
 * Copies of snapshot sets outside both laptops. A `laptop` is a host name or a label, this one when it is left out; a `place` is the name
 * that the person gave it. Each laptop has places of its own; two of one name are one place.
 */
import { z } from 'zod'
import { parseS3, s3KeysSchema } from './s3-address.ts'
import { defineCall } from './define.ts'
import { parseOci, registryLoginSchema } from './oci-address.ts'
import { jobRunSchema } from './jobs-calls.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'
import { wireErrorSchema } from './wire-error.ts'

export const placeNameSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u)

/** What a disk is called, as the name of a place; undefined where nothing of it can be one. */
export function placeNameFrom(name: string): string | undefined {
  const can = name
    .replace(/(?:[^\p{L}\p{N}._-])+/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 40)
    .trim()
  return placeNameSchema.safeParse(can).data
}

/** By which name a laptop has its copies in a place: that of a folder. */
export const nameInPlaceSchema = z
  .string()
  .max(255)
  .refine((name) => !/[/\0]/.test(name) && name !== '.' && name !== '..', 'no name')

/**
 * "sftp://alice@nas.local:22/srv/copies": an account on a server, and a folder there, absolute. Nothing in it means something to sftp(1),
 * or as a part of an address.
 */
const sftpForm =
  /^sftp:\/\/(?<account>[A-Za-z_][\w.-]{0,63})@(?:\[(?<v6>[0-9A-Fa-f:.]{2,45})\]|(?<name>[A-Za-z0-9][A-Za-z0-9.-]{0,252}))(?::(?<port>[0-9]{1,5}))?(?<folder>\/[\p{L}\p{N}_@+=:,./ -]+)$/u

export interface SftpAddress {
  readonly account: string
  readonly address: string
  readonly port: number
  readonly folder: string
}

const sshPort = 22

/** Undefined for what is none. */
export function parseSftp(where: string): SftpAddress | undefined {
  const found = sftpForm.exec(where)?.groups
  const { account, v6, name, port, folder } = found ?? {}
  const address = v6 ?? name
  if (account === undefined || address === undefined || folder === undefined) return undefined
  const number = port === undefined ? sshPort : Number(port)
  if (number < 1 || number > 65_535) return undefined
  return { account, address, port: number, folder: folder.replace(/\/+/g, '/') }
}

const folderSchema = z
  .string()
  .max(4096)
  // eslint-disable-next-line no-control-regex -- none of them belongs in an address
  .regex(/^\/[^\u0000-\u001f]+$/)

/** A folder, absolute: of a disk, of a NAS that is mounted, of a server by SFTP, or of a bucket. */
export const repositorySchema = folderSchema.or(
  z
    .string()
    .max(4096)
    .refine((where) => parseSftp(where) !== undefined || parseS3(where) !== undefined, 'is no address'),
)

/** Of a host key, as OpenSSH shows it. */
export const hostKeySchema = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/)

/** Certificates as text (PEM). */
export const certificatesSchema = z.string().max(200_000)

/** A device or folder, by a path that leads nowhere else; or a repository in a registry. */
export const whereSchema = z
  .string()
  .max(4096)
  .refine(
    (where) =>
      parseOci(where) !== undefined || (repositorySchema.safeParse(where).success && !/(^|\/)\.\.?(\/|$)/.test(where)),
    'is no place',
  )

export const placeKindSchema = z.enum(['disk', 'store', 'registry'])

/** One copy of a set, as it is told. */
export const copyViewSchema = z.object({
  id: z.string(),
  /** Whose snapshots these are, by the name that they have there. */
  laptop: z.string(),
  /** own: of the laptop whose place it is. nobody: made before laptops had an identity; no laptop removes it. */
  whose: z.enum(['own', 'other', 'nobody']),
  at: timeSchema,
  copiedAt: timeSchema,
  /** "Automatic snapshot" */
  description: z.string(),
  /** By the names in the set: "home", "system"; `path` is where each was mounted. */
  subvolumes: z.array(z.object({ subvolume: z.string(), title: z.string(), path: z.string().optional() })),
  /** What it took there when it was made. */
  bytes: z.number(),
  /** False where some files could not be read. */
  isWhole: z.boolean(),
  /** When all of it was last read and was right. */
  verifiedAt: timeSchema.optional(),
  /** It was read, and is not what was copied. */
  isDamaged: z.boolean(),
})
export type CopyView = z.infer<typeof copyViewSchema>

const begun = { at: timeSchema, what: z.enum(['copy', 'verify']) }

export const placeViewSchema = z.object({
  laptop: z.string(),
  name: z.string(),
  /** registry: for bundles alone, it has no copies. */
  kind: placeKindSchema,
  /** "btrfs disk", the folder of the store, or the repository in the registry. */
  where: z.string(),
  /** Whether its disk or folder is there now. far: nobody knows before it is asked over the network. */
  presence: z.enum(['there', 'not-there', 'far']),
  /** When it was last open: what is told of it is from then. */
  seenAt: timeSchema.optional(),
  /** The newest first, of all laptops. */
  copies: z.array(copyViewSchema),
  room: z.object({ totalBytes: z.number(), freeBytes: z.number() }).optional(),
  /** Which part of it was last read and right. */
  verified: z.object({ at: timeSchema, part: z.int(), of: z.int() }).optional(),
  /** When a part of the store was found to be damaged: nothing is removed there until all of it was read and is right. */
  damagedSince: timeSchema.optional(),
  /** A store is opened with a password that is on its recovery sheet. Until the sheet is confirmed, nobody else may know it. */
  sheet: z.enum(['not-needed', 'to-do', 'confirmed']),
  /** What the job does there since `at`, or why that failed. `running` is meant only while the job runs since before that. */
  work: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('running'), ...begun }),
      z.object({ kind: z.literal('failed'), ...begun, error: wireErrorSchema }),
    ])
    .optional(),
  /** How long copies are kept there, in a sentence; empty for a registry. */
  kept: z.string(),
  /** Paths there of what has a name of ours and is no copy, or cannot be removed: it stays. */
  others: z.array(z.string()).optional(),
})
export type PlaceView = z.infer<typeof placeViewSchema>

/** What was found where a place is to be. Nothing was changed. */
export const foundPlaceSchema = z.object({
  kind: placeKindSchema,
  /** A store that is there already, or copies of ours on a disk. */
  state: z.enum(['new', 'taken-up', 'needs-password', 'needs-key']),
  /** Laptops whose copies are there. */
  laptops: z.array(z.string()),
  room: z.object({ totalBytes: z.number(), freeBytes: z.number() }).optional(),
  /** The disk itself is encrypted; a store always is. */
  isEncrypted: z.boolean(),
  /** Of a server: the host key that it showed, and the line that lets this laptop in, for its authorized_keys (sshd(8)). */
  server: z.object({ hostKey: hostKeySchema, line: z.string() }).optional(),
  /** What a person should know before it is added. */
  notes: z.array(z.string()),
})
export type FoundPlace = z.infer<typeof foundPlaceSchema>

/** A disk that is attached and no place yet. */
export const attachedDiskSchema = z.object({
  /** "/dev/sdb1" */
  device: z.string(),
  /** What is written on its file system, or its model. */
  name: z.string(),
  sizeBytes: z.number(),
  freeBytes: z.number().optional(),
  fsType: z.string().optional(),
  /** Of a btrfs. */
  fsUuid: z.string().optional(),
  /** disk: as it is. folder: an encrypted store in a folder of it. `where`: what a place there is added with. */
  use: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['disk', 'folder']), where: z.string() }),
    z.object({
      kind: z.literal('cannot'),
      why: z.enum(['no-file-system', 'locked', 'part-of-another', 'read-only', 'not-mounted']),
    }),
  ]),
})
export type AttachedDisk = z.infer<typeof attachedDiskSchema>

const onLaptop = z.object({ laptop: z.string().optional() })
const onePlace = onLaptop.extend({ place: z.string().max(200) })
const wherePlace = onLaptop.extend({
  /** A device, a folder of a disk that is mounted, one of a server by SFTP or of a bucket, or "oci://HOST[:PORT]/REPOSITORY". */
  where: z.string().max(4096),
  /** Files in a store, although the disk is btrfs and could have copies as they are. */
  asStore: z.boolean().default(false),
  /** Of a store that is there already. */
  password: z.string().max(1000).optional(),
  /** Of a bucket. */
  keys: s3KeysSchema.optional(),
  /** Of a registry. */
  login: registryLoginSchema.optional(),
  /** Of a bucket or registry on a server for which nobody vouches that the laptop trusts: its own authority. */
  ca: certificatesSchema.optional(),
})

export const copiesCalls = {
  /** As it is known, without asking the places. */
  copiesList: defineCall({
    name: 'copies.list',
    title: 'list the places for copies',
    kept: true,
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({ places: z.array(placeViewSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** Opens the place and tells what is in it now. */
  copiesLook: defineCall({
    name: 'copies.look',
    title: 'look into a place for copies',
    input: onePlace,
    output: placeViewSchema,
  }),
  copiesAttached: defineCall({
    name: 'copies.attached',
    title: 'list attached disks that could be places',
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({
      disks: z.array(attachedDiskSchema.extend({ laptop: z.string() })),
      missing: z.array(missingLaptopSchema),
    }),
  }),
  copiesInspect: defineCall({
    name: 'copies.inspect',
    title: 'see what a new place for copies has',
    input: wherePlace,
    output: foundPlaceSchema,
  }),
  /** Makes a store where there is none. */
  copiesAdd: defineCall({
    name: 'copies.add',
    title: 'add a place for copies',
    /** `hostKey`: the one that the person agreed to, of a server. */
    input: wherePlace.extend({ name: z.string().max(200), hostKey: hostKeySchema.optional() }),
    output: placeViewSchema,
  }),
  /** What is in it stays. */
  copiesForget: defineCall({
    name: 'copies.forget',
    title: 'remove a place for copies',
    /** force: though nobody kept its recovery sheet, and what is in it cannot be read any more. */
    input: onePlace.extend({ force: z.boolean() }),
    output: z.object({}),
  }),
  /** Answers once the job runs, which can be followed as every other. Without `place` all places. */
  copiesRun: defineCall({
    name: 'copies.run',
    title: 'copy snapshots, or verify copies',
    input: onLaptop.extend({ place: z.string().max(200).optional(), what: z.enum(['copy', 'verify', 'verify-all']) }),
    output: z.object({ run: jobRunSchema }),
  }),
  /** The set comes back as a snapshot of `laptop`. Without `subvolumes` all of it. */
  copiesBringBack: defineCall({
    name: 'copies.bring-back',
    title: 'bring a copy back as a snapshot',
    input: onePlace.extend({
      /** Whose copy, by its host name; needed where two laptops have one of this id. */
      of: z.string().optional(),
      id: z.string(),
      subvolumes: z.array(z.string()).default([]),
    }),
    output: z.object({
      ...{ laptop: z.string(), id: z.string() },
      /** Where it was damaged in the place that was named: the one that it came from, and those that were tried before. */
      from: z.string().optional(),
      damaged: z.array(z.string()).optional(),
    }),
  }),
  /** What brings all back when both laptops are lost, as text to print. Holds the password of a store. */
  copiesSheet: defineCall({
    name: 'copies.sheet',
    title: 'show the recovery sheet of a place',
    input: onePlace,
    output: z.object({ text: z.string() }),
  }),
  /** The person says that the sheet is out of the laptop, with two words of the password. "needs-password" when they are others. */
  copiesConfirmSheet: defineCall({
    name: 'copies.confirm-sheet',
    title: 'confirm that the recovery sheet is kept',
    input: onePlace.extend({ words: z.array(z.string().max(100)).max(10) }),
    output: placeViewSchema,
  }),
} as const
