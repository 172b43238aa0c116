/** How the list of a scan crosses: only what differs of it, a page at a time. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'
import { scanIdSchema } from './scan-verbs.ts'

/** Where each starts and ends in the list, with its digest. */
export const stretchesSchema = z.object({ stretches: z.array(z.tuple([z.number(), z.number(), z.string()])) })

/** In one question. */
export const rangesAtMost = 5_000

const bytesSchema = z.number().int().nonnegative()
/** Bytes of a list, in the order in which they are wanted: each from its first to before its last number. */
export const rangesSchema = z.object({
  ranges: z
    .array(z.tuple([bytesSchema, bytesSchema]))
    .min(1)
    .max(rangesAtMost),
})

/** Whole records, deflated (RFC 1951) and in base64: so many bytes of the ranges, from their beginning. */
export const pieceSchema = z.object({ data: z.string(), bytes: z.number() })

/** Stretches of the list with a digest each, cut at names, so that equal stretches need not be sent to be compared. */
export const outlineInventory = defineVerb({
  name: 'home.outline',
  title: 'sum up the list of files',
  mutates: false,
  input: z.object({ scanId: scanIdSchema }),
  output: stretchesSchema,
})

/**
 * Parts of stretches, so that of a stretch with one difference not all is sent: of the first stretches asked for, as many as
 * one message may have. Each starts where the one before ends, the first of a stretch with the stretch.
 */
export const partsSchema = z.object({
  /** Of how many stretches. */
  stretches: z.number().int().positive(),
  /** Bytes in the list of each part. */
  lengths: z.array(bytesSchema),
  /** SHA-1 of what has to be the same on both laptops: 20 bytes for each part, in base64. */
  digests: z.base64(),
})

export const divideInventory = defineVerb({
  name: 'home.divide',
  title: 'sum up parts of the list of files',
  mutates: false,
  /** Stretches as `outlineInventory` has them. */
  input: rangesSchema.extend({ scanId: scanIdSchema }),
  output: partsSchema,
})

export const readInventory = defineVerb({
  name: 'home.readInventory',
  title: 'read the list of files',
  mutates: false,
  input: rangesSchema.extend({ scanId: scanIdSchema, part: z.enum(['inventory', 'changes']) }),
  output: pieceSchema,
})
