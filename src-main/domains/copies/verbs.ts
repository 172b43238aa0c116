/** Places for copies of one laptop: which there are, what is in them, adding and removing them, and bringing a copy back. */
import { z } from 'zod'
import { setIdSchema, subvolumeNameSchema } from '../../commons/snapshot-sets/schemas.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import {
  attachedDiskSchema,
  certificatesSchema,
  hostKeySchema,
  nameInPlaceSchema,
  placeKindSchema,
  placeNameSchema,
  whereSchema,
} from '../../contract/copies-calls.ts'
import { registryLoginSchema } from '../../contract/oci-address.ts'
import { s3KeysSchema } from '../../contract/s3-address.ts'
import { messageSchema } from '../../contract/message.ts'
import { copyPlaceSchema, placeSchema } from '../../commons/places/schemas.ts'
import { copySchema, placeWorkSchema } from './schemas.ts'

const roomSchema = z.object({ totalBytes: z.number(), freeBytes: z.number() })

export const placeFactsSchema = z.object({
  place: placeSchema,
  presence: z.enum(['there', 'not-there', 'far']),
  seenAt: z.string().optional(),
  copies: z.array(copySchema),
  /** `key` of this laptop's identity; absent before it has one, when no copy is its own. */
  ownKey: z.string().optional(),
  room: roomSchema.optional(),
  verified: z.object({ at: z.string(), part: z.number(), of: z.number() }).optional(),
  /** When each was last read and was right, by key (`copyKey`), and those that were not. */
  proven: z.record(z.string(), z.string()),
  damaged: z.array(z.string()),
  /** When a part of the store was found to be damaged: which copies need it is not known. */
  failedAt: z.string().optional(),
  work: placeWorkSchema.optional(),
  sheetAt: z.string().optional(),
  /** Paths there of what has a name of ours and is no copy, or cannot be removed: it stays. */
  others: z.array(z.string()).optional(),
})
export type PlaceFacts = z.infer<typeof placeFactsSchema>

/** Of the ID of a set, from its start on. */
export const copyIdSchema = z.string().regex(/^[0-9][0-9A-Za-z-]{0,99}$/)

const named = z.object({ name: placeNameSchema })
const wanted = z.object({
  where: whereSchema,
  asStore: z.boolean(),
  /** Of a store that is there already. */
  password: z.string().max(1000).optional(),
  /** Of a bucket. */
  keys: s3KeysSchema.optional(),
  /** Of a registry. */
  login: registryLoginSchema.optional(),
  ca: certificatesSchema.optional(),
})
export type WantedPlace = z.infer<typeof wanted>

/** From what is remembered; of disks and folders it looks whether they are there. */
export const listPlaces = defineVerb({
  name: 'copies.places',
  title: 'list the places for copies',
  mutates: false,
  input: z.object({}),
  output: z.object({ places: z.array(placeFactsSchema) }),
})

/** Opens it, and remembers what is in it. */
export const lookIntoPlace = defineVerb({
  name: 'copies.look',
  title: 'look into a place for copies',
  mutates: true,
  silentMs: silences.long,
  input: named,
  output: placeFactsSchema,
})

export const listAttached = defineVerb({
  name: 'copies.attached',
  title: 'list attached disks that could be places',
  mutates: false,
  input: z.object({}),
  output: z.object({ disks: z.array(attachedDiskSchema) }),
})

export const inspectPlace = defineVerb({
  name: 'copies.inspect',
  title: 'see what a new place for copies has',
  mutates: false,
  silentMs: silences.long,
  input: wanted,
  output: z.object({
    kind: placeKindSchema,
    state: z.enum(['new', 'taken-up', 'needs-password', 'needs-key']),
    laptops: z.array(z.string()),
    room: roomSchema.optional(),
    isEncrypted: z.boolean(),
    server: z.object({ hostKey: hostKeySchema, line: z.string() }).optional(),
    notes: z.array(messageSchema),
  }),
})

export const addPlace = defineVerb({
  name: 'copies.add',
  title: 'add a place for copies',
  mutates: true,
  silentMs: silences.long,
  input: wanted.extend(named.shape).extend({ hostKey: hostKeySchema.optional() }),
  output: placeFactsSchema,
})

export const forgetCopiesPlace = defineVerb({
  name: 'copies.forget',
  title: 'remove a place for copies',
  mutates: true,
  /** force: though nobody has its password. */
  input: named.extend({ force: z.boolean() }),
  output: z.object({}),
})

/** The copy becomes a set of this laptop, with an id of its own. `from`: another place where it is damaged in the one that was named. */
export const bringBackCopy = defineVerb({
  name: 'copies.bring-back',
  title: 'bring a copy back as a snapshot',
  mutates: true,
  silentMs: silences.longest,
  input: named.extend({
    laptop: nameInPlaceSchema.optional(),
    /** Or the start of it, where no other there begins so. */
    setId: copyIdSchema,
    subvolumes: z.array(subvolumeNameSchema),
  }),
  output: z.object({ setId: setIdSchema, from: z.string(), damaged: z.array(z.string()) }),
})

/** The password and the keys are nowhere else than here and in their files. */
export const readSecret = defineVerb({
  name: 'copies.secret',
  title: 'read what opens a place for copies',
  mutates: false,
  input: named,
  output: placeFactsSchema.extend({
    place: copyPlaceSchema,
    password: z.string().optional(),
    keys: s3KeysSchema.optional(),
    ca: z.string().optional(),
  }),
})

export const confirmSheet = defineVerb({
  name: 'copies.confirm-sheet',
  title: 'note that the recovery sheet is kept',
  mutates: true,
  input: named.extend({ words: z.array(z.string().max(100)).max(10) }),
  output: placeFactsSchema,
})
