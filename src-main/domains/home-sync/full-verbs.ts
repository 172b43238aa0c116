/** What one laptop is asked when all of /home is verified, whatever is remembered of it. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'
import { pieceSchema, rangesSchema, stretchesSchema } from './list-verbs.ts'
import { scanSchema } from './scan-verbs.ts'
import { personRulesSchema } from './rule-verbs.ts'

/** Made by who asks, so that what was begun can be ended whatever became of it. */
const listIdSchema = z.uuid()

/**
 * Freezes /home, lists all of it, and reads every byte and all that is attached to each file. The frozen tree is gone
 * afterwards, the list stays with the agent until it is forgotten. Progress in bytes.
 */
export const listChecksums = defineVerb({
  name: 'home.listChecksums',
  title: 'read all files in /home',
  mutates: false,
  input: z.object({ listId: listIdSchema, rules: personRulesSchema }),
  output: scanSchema.pick({
    at: true,
    entries: true,
    files: true,
    bytes: true,
    leftOut: true,
    found: true,
    specials: true,
    person: true,
  }),
})

/** As `outlineInventory`; what is equal in two of these is equal in every byte. */
export const outlineChecksums = defineVerb({
  name: 'home.outlineChecksums',
  title: 'sum up the checksums',
  mutates: false,
  input: z.object({ listId: listIdSchema }),
  output: stretchesSchema,
})

/** Records of an inventory, with a checksum of the contents and one of the attributes for what only one laptop knows. */
export const readChecksums = defineVerb({
  name: 'home.readChecksums',
  title: 'read the checksums',
  mutates: false,
  input: rangesSchema.extend({ listId: listIdSchema }),
  output: pieceSchema,
})

/** Harmless when there is none. */
export const forgetChecksums = defineVerb({
  name: 'home.forgetChecksums',
  title: 'delete the checksums',
  mutates: false,
  input: z.object({ listId: listIdSchema }),
  output: z.object({}),
})

/** What the last weekly walk found that the kernel had not told. */
export const readWalk = defineVerb({
  name: 'home.walk',
  title: 'read what the weekly check of /home found',
  mutates: false,
  input: z.object({}),
  /** Absent before the first one. */
  output: z.object({
    walk: z
      .object({
        at: z.iso.datetime(),
        missed: z.number(),
        /** The first of them, below /home. */
        examples: z.array(z.string()),
        /** Whether all of /home has still to be listed because of it. */
        isOpen: z.boolean(),
      })
      .optional(),
  }),
})
