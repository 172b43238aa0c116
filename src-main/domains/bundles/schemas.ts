/** What stands in a bundle beside its files. Another laptop may have written it: it is parsed, and believed once it was compared. */
import { z } from 'zod'
import { bundleIdSchema, bundlePartSchema, leftOutSchema } from '../../contract/bundles-calls.ts'
import { placeNameSchema } from '../../contract/copies-calls.ts'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { relativeBytePathSchema, rootedBytePathSchema } from '../../contract/path-schemas.ts'

export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/)

const timeSchema = z.iso.datetime()

/** One line of entries.jsonl, in the order of their paths. */
export const entrySchema = z.strictObject({
  /** Below `files`. */
  path: relativeBytePathSchema,
  type: z.enum(['f', 'd', 'l', 'p']),
  mode: z.string().regex(/^[0-7]{1,4}$/),
  uid: z.int().min(0),
  gid: z.int().min(0),
  /** Seconds since 1970, as find prints them. */
  modified: z.string().regex(/^-?\d{1,20}\.\d{10}$/),
  /** Of a file. */
  bytes: z.int().min(0).optional(),
  sha256: digestSchema.optional(),
  /** Of a link. */
  target: z.string().max(65_536).optional(),
  /** The first of the names of this file, where it has several. */
  sameAs: relativeBytePathSchema.optional(),
  /** ACLs, capabilities and other attributes: `name=0xhex`, one a line. */
  attributes: z.string().max(1_000_000).optional(),
})
export type BundleEntry = z.infer<typeof entrySchema>

export const bundleHeadSchema = z.object({
  version: z.literal(1),
  bundle: bundleIdSchema,
  madeAt: timeSchema,
  /** Host name. */
  madeOn: z.string().max(255),
  sources: z.array(z.string().max(4096)).max(1000),
  files: z.int().min(0),
  bytes: z.int().min(0),
  leftOut: z.array(leftOutSchema).max(1000),
  /** SHA-256 of entries.jsonl. */
  digest: digestSchema,
})
export type BundleHead = z.infer<typeof bundleHeadSchema>

/** What is known of a bundle to tell it from another one of its name. */
export type NamedContents = Pick<BundleHead, 'bundle' | 'digest'>

/** Of one whose description cannot be read; no list of files has it. */
export const unreadableDigest = '0'.repeat(64)

/** proven.json beside a bundle: what came of reading all of it. */
export const provenSchema = z.object({ version: z.literal(1), at: timeSchema, isRight: z.boolean() })
export type ProvenBundle = z.infer<typeof provenSchema>

export const laptopNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/)

/** places.json beside a bundle: where it is too, by name, and when all of it was read there and was right. */
export const elsewhereSchema = z.object({
  version: z.literal(1),
  /** Disks and stores. */
  places: z.record(placeNameSchema, timeSchema),
  /** Which place had that name then (UUID of a disk's file system, ID of a store): another one has none of it. */
  disks: z.record(placeNameSchema, z.string()).optional(),
  /** The other laptop, when this one put it away. */
  laptops: z.record(laptopNameSchema, timeSchema).optional(),
  /** Places in which it was found to be damaged or gone. */
  damaged: z.record(placeNameSchema, timeSchema).optional(),
})
export type BundleElsewhere = z.infer<typeof elsewhereSchema>

/** use.json beside a bundle: `isPinned` is never put away by itself. */
export const useSchema = z.object({
  version: z.literal(1),
  usedAt: timeSchema.optional(),
  isPinned: z.boolean().optional(),
})
export type BundleUse = z.infer<typeof useSchema>

/** As an agent lists it. */
export const bundleFactsSchema = z.object({
  head: bundleHeadSchema,
  place: z.string(),
  proven: provenSchema.optional(),
  elsewhere: elsewhereSchema.optional(),
  use: useSchema.optional(),
  /** Its files are not here: `place` is what was kept of it. */
  isAway: z.literal(true).optional(),
})
export type BundleFacts = z.infer<typeof bundleFactsSchema>

/** Which bundle is meant; without a version the newest of that name. */
export const wantedBundleSchema = z.object({ name: bundlePartSchema, version: bundlePartSchema.optional() })
export type WantedBundle = z.infer<typeof wantedBundleSchema>

const inHome = /^~(?=\/)/

/** Where files are taken from, and where they go back to: never the root of all. "~/thesis" is in the home of the person. */
export const sourcePathSchema = z
  .string()
  .refine((path) => rootedBytePathSchema.safeParse(path.replace(inHome, '')).success, 'not the whole path of a file')

export const fromHome = (path: BytePath, { home }: { readonly home: string }): BytePath =>
  path.replace(inHome, () => bytePathFromText(home))

export const bundleText = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `${name}:${version}`
