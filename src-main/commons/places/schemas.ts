/** Somewhere outside this laptop that keeps things of the person's: copies of snapshots, bundles. */
import { z } from 'zod'
import { placeNameSchema, repositorySchema } from '../../contract/copies-calls.ts'
import { parseOci } from '../../contract/oci-address.ts'
import { uuidSchema } from '../snapshot-sets/schemas.ts'
import { retentionPolicySchema } from '../../contract/snapshot-calls.ts'

const everyPlace = z.object({
  /** Of this place on this laptop; also names its files. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: placeNameSchema,
  addedAt: z.string(),
})

/** Of copies there. */
const kept = { policy: retentionPolicySchema }

const diskPlaceSchema = everyPlace.extend({
  /** A btrfs of another disk, known by its UUID, wherever it is mounted. What it keeps are subvolumes. */
  ...{ kind: z.literal('disk'), fsUuid: z.string(), ...kept },
})
const storePlaceSchema = everyPlace.extend({
  /** A store of restic's, anywhere. */
  ...{ kind: z.literal('store'), repository: repositorySchema, ...kept },
  /** Of a bucket: nothing may be deleted there. */
  keepsAll: z.boolean().optional(),
})
const registryPlaceSchema = everyPlace.extend({
  /** A repository in a registry (OCI), for bundles alone. */
  ...{
    kind: z.literal('registry'),
    where: z.string().refine((where) => parseOci(where) !== undefined, 'is no address'),
  },
})

export const placeSchema = z.discriminatedUnion('kind', [diskPlaceSchema, storePlaceSchema, registryPlaceSchema])
export type KeptPlace = z.infer<typeof placeSchema>
export type DiskPlace = z.infer<typeof diskPlaceSchema>
export type StorePlace = z.infer<typeof storePlaceSchema>
export type RegistryPlace = z.infer<typeof registryPlaceSchema>

export const copyPlaceSchema = z.discriminatedUnion('kind', [diskPlaceSchema, storePlaceSchema])
/** A registry keeps bundles alone. */
export type CopyPlace = z.infer<typeof copyPlaceSchema>
export const keepsCopies = (place: KeptPlace): place is CopyPlace => place.kind !== 'registry'

/** Whoever loses it has nothing of what is there. */
export const hasPassword = (place: KeptPlace): boolean => place.kind === 'store'

/** Nothing may be deleted there. */
export const keepsAll = (place: KeptPlace): boolean => place.kind === 'store' && place.keepsAll === true

/** Read where it is; what is in others comes here to be read. */
export const isReadThere = (place: KeptPlace): boolean => place.kind === 'disk'

/** The file system of a disk; no address tells for certain whether two laptops mean the same store or registry. */
export const placeWhereSchema = z.union([
  z.object({ kind: z.literal('disk'), fsUuid: uuidSchema }),
  z.object({ kind: z.enum(['store', 'registry']) }),
])
export type PlaceWhere = z.infer<typeof placeWhereSchema>

export const whereOf = (place: KeptPlace): PlaceWhere =>
  place.kind === 'disk' ? { kind: place.kind, fsUuid: place.fsUuid } : { kind: place.kind }

export const mayBe = (place: KeptPlace, where: PlaceWhere): boolean =>
  place.kind === 'disk' ? where.kind === 'disk' && where.fsUuid === place.fsUuid : where.kind === place.kind

/** By which a place is known whatever it is called: a disk by its file system, all else by its entry in the list. */
export const identityOfPlace = (place: KeptPlace): string => (place.kind === 'disk' ? place.fsUuid : place.id)
