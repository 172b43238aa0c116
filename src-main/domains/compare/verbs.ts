/** What is different between two trees of one laptop: two snapshots, or one and what is there now. */
import { z } from 'zod'
import { treeSchema } from '../../commons/snapshot-sets/schemas.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { changeCountsSchema, compareCalls } from '../../contract/compare-calls.ts'
import { messageSchema } from '../../contract/message.ts'

/** Made of what both trees are, so that an answer can only be of them. */
export const compareIdSchema = z.string().regex(/^[0-9a-f]{32}$/)

/** `one` is the earlier. What is found is kept for a while, until some others were made. */
export const makeComparison = defineVerb({
  name: 'compare.make',
  title: 'compare two trees',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ one: treeSchema, other: treeSchema }),
  output: z.object({
    compareId: compareIdSchema,
    counts: changeCountsSchema,
    /** Why it took longer than usual: every file had to be looked at. */
    walked: messageSchema.optional(),
    /** It had been made before. */
    kept: z.boolean(),
  }),
})

/** AppError "not-found" when it is not kept any more. */
export const readComparisonPage = defineVerb({
  name: 'compare.page',
  title: 'read what differs',
  mutates: false,
  input: compareCalls.comparePage.input.omit({ laptop: true }).extend({ compareId: compareIdSchema }),
  output: compareCalls.comparePage.output,
})

export const readComparisonTree = defineVerb({
  name: 'compare.tree',
  title: 'read a folder of what differs',
  mutates: false,
  input: compareCalls.compareTree.input.omit({ laptop: true }).extend({ compareId: compareIdSchema }),
  output: compareCalls.compareTree.output,
})
