/** Bundles of one laptop: made, listed, compared, read again, brought back, deleted, and sent to the other one. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { placeWhereSchema } from '../../commons/places/schemas.ts'
import { ticketSecretSchema } from '../../commons/transfers/verbs.ts'
import {
  bundleChangeSchema,
  bundleCheckSchema,
  bundleIdSchema,
  bundleStaysSchema,
} from '../../contract/bundles-calls.ts'
import { placeNameSchema } from '../../contract/copies-calls.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { bundleFactsSchema, digestSchema, laptopNameSchema, sourcePathSchema, wantedBundleSchema } from './schemas.ts'

export const listBundles = defineVerb({
  name: 'bundles.list',
  title: 'list the bundles',
  mutates: false,
  input: z.object({}),
  output: z.object({ bundles: z.array(bundleFactsSchema) }),
})

export const measureBundles = defineVerb({
  name: 'bundles.measure',
  title: 'measure what bundles take up',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ bundles: z.array(bundleIdSchema).max(10_000) }),
  output: z.object({
    sizes: z.array(bundleIdSchema.extend({ uniqueBytes: z.number(), sharedBytes: z.number() })),
  }),
})

/** AppError "blocked" for what the person may not read, "invalid-input" where two sources have one name. */
export const createBundle = defineVerb({
  name: 'bundles.create',
  title: 'make a bundle',
  mutates: true,
  silentMs: silences.longest,
  input: bundleIdSchema.extend({ paths: z.array(sourcePathSchema).min(1).max(1000) }),
  output: bundleFactsSchema,
})

export const diffBundles = defineVerb({
  name: 'bundles.diff',
  title: 'compare two bundles',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ one: wantedBundleSchema, other: wantedBundleSchema }),
  output: z.object({ changes: z.array(bundleChangeSchema), total: z.number() }),
})

/** `to` must not be there, or be an empty folder, and the person may write into the folder around it. */
export const restoreBundle = defineVerb({
  name: 'bundles.restore',
  title: 'bring files of a bundle back',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    bundle: wantedBundleSchema,
    path: relativeBytePathSchema.optional(),
    /** NAME-VERSION in the home of the person otherwise. */
    to: sourcePathSchema.optional(),
  }),
  output: z.object({ to: z.string(), files: z.number(), bytes: z.number(), isDamaged: z.literal(true).optional() }),
})

export const deleteBundle = defineVerb({
  name: 'bundles.delete',
  title: 'delete a bundle',
  mutates: true,
  silentMs: silences.long,
  input: bundleIdSchema,
  output: z.object({}),
})

/** Keeps when it was right. */
export const verifyBundle = defineVerb({
  name: 'bundles.verify',
  title: 'read a bundle and compare it with what was bundled',
  mutates: true,
  silentMs: silences.longest,
  input: bundleIdSchema,
  output: bundleCheckSchema,
})

/** `isPinned`: never put away by itself. AppError "not-found". */
export const pinBundle = defineVerb({
  name: 'bundles.pin',
  title: 'choose whether a bundle stays on its laptop',
  mutates: true,
  input: bundleIdSchema.extend({ isPinned: z.boolean() }),
  output: bundleFactsSchema,
})

/**
 * Asked of the laptop that gets a bundle: makes a place for it, which has what `since` has, and gives the permission to send the rest.
 * Lasts as long as this agent.
 */
export const receiveBundle = defineVerb({
  name: 'bundles.receive',
  title: 'get ready for a bundle',
  mutates: true,
  silentMs: silences.long,
  input: bundleIdSchema.extend({ since: bundleIdSchema.shape.version.optional() }),
  output: z.object({ operationId: z.uuid(), ticket: ticketSecretSchema }),
})

export const pushBundle = defineVerb({
  name: 'bundles.push',
  title: 'send a bundle to the other laptop',
  mutates: true,
  silentMs: silences.long,
  input: bundleIdSchema.extend({ since: bundleIdSchema.shape.version.optional(), ticket: ticketSecretSchema }),
  output: z.object({ sentBytes: z.number() }),
})

/** Reads all that came, and lists it when it is what `digest` says. AppError "not-verified" otherwise. */
export const acceptBundle = defineVerb({
  name: 'bundles.accept',
  title: 'verify the bundle that came, and keep it',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ operationId: z.uuid(), digest: digestSchema }),
  output: bundleFactsSchema,
})

export const dropBundle = defineVerb({
  name: 'bundles.drop',
  title: 'clear up after a bundle that did not come',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ operationId: z.uuid() }),
  output: z.object({}),
})

const atPlace = z.object({ place: placeNameSchema })

/** Opens the place. `keepsAll`: nothing may be deleted there. AppErrors "not-found", "unreachable". */
export const listBundlesAt = defineVerb({
  name: 'bundles.list-at',
  title: 'list the bundles in a place',
  mutates: true,
  silentMs: silences.long,
  input: atPlace,
  output: z.object({
    ...{ where: placeWhereSchema, keepsAll: z.boolean(), bundles: z.array(bundleFactsSchema) },
    /** Paths there of what has a name of ours and is none of ours: it stays. */
    others: z.array(z.string()).optional(),
  }),
})

const movedSchema = z.object({
  facts: bundleFactsSchema,
  how: z.enum(['there', 'since', 'whole']),
  since: z.string().optional(),
})
export type MovedByPlace = z.infer<typeof movedSchema>

/** Answers once all of it was read there and is right. */
export const putBundle = defineVerb({
  name: 'bundles.put',
  title: 'copy a bundle to a place',
  mutates: true,
  silentMs: silences.longest,
  input: atPlace.extend({ bundle: bundleIdSchema }),
  output: movedSchema,
})

export const getBundle = defineVerb({
  name: 'bundles.get',
  title: 'get a bundle from a place',
  mutates: true,
  silentMs: silences.longest,
  input: atPlace.extend({ bundle: wantedBundleSchema }),
  output: movedSchema,
})

/** Those of that name and version whose list has this digest. AppError "locked" while something reads one. */
export const deleteBundleAt = defineVerb({
  name: 'bundles.delete-at',
  title: 'delete a bundle in a place',
  mutates: true,
  silentMs: silences.longest,
  input: atPlace.extend({ bundle: bundleIdSchema, digest: digestSchema }),
  output: z.object({}),
})

/** What was read of the bundle there is no proof any more. */
export const doubtPlaceOfBundle = defineVerb({
  name: 'bundles.doubt-place',
  title: 'count no more on a bundle in a place',
  mutates: true,
  input: z.object({ bundle: bundleIdSchema, digest: digestSchema, where: placeWhereSchema }),
  output: z.object({}),
})

/**
 * The laptop is reserved for `operationId`. `laptop` is the other one, reserved too, which has just read all of what it has; without it a
 * place that can be reached is read. `damaged`: places that were found to be. AppErrors "not-verified" where nothing else was proven to have
 * it, "locked" while it is read.
 */
export const putBundleAway = defineVerb({
  name: 'bundles.put-away',
  title: 'put a bundle away',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    operationId: switchIdSchema,
    bundle: bundleIdSchema,
    laptop: z.object({ name: laptopNameSchema, digest: digestSchema, at: z.iso.datetime() }).optional(),
  }),
  output: z.object({ facts: bundleFactsSchema, staysOn: z.array(bundleStaysSchema), damaged: z.array(z.string()) }),
})

/**
 * Reads all of it in the first place that can be reached and has it: `place`. `away` had it, and are not connected. Each that is found to be
 * damaged is remembered.
 */
export const readBundleElsewhere = defineVerb({
  name: 'bundles.read-elsewhere',
  title: 'read a bundle in the places that have it',
  mutates: true,
  silentMs: silences.longest,
  input: bundleIdSchema,
  output: z.object({ place: z.string().optional(), damaged: z.array(z.string()), away: z.array(z.string()) }),
})

const triedSchema = { damaged: z.array(z.string()), notReached: z.array(z.string()) }
const broughtBackSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('there'), facts: bundleFactsSchema }),
  z.object({ how: z.literal('fetched'), facts: bundleFactsSchema, from: z.string(), ...triedSchema }),
  z.object({ how: z.literal('nowhere'), ...triedSchema }),
])
export type BroughtBack = z.infer<typeof broughtBackSchema>

/** From the places that have it, one after the other. */
export const bringBundleBack = defineVerb({
  name: 'bundles.bring-back',
  title: 'bring back a bundle that is put away',
  mutates: true,
  silentMs: silences.longest,
  input: bundleIdSchema,
  output: broughtBackSchema,
})
