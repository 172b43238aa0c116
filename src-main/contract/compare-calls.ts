/**
 * What a client can ask about what differs between two trees. Paths are relative to the subvolume and are bytes
 * (kernel/byte-path.ts): show them with `textFromBytePath`.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { timeSchema, treeNameSchema } from './snapshot-calls.ts'

export const changeKindSchema = z.enum(['added', 'changed', 'deleted', 'renamed', 'attributes'])
export type TreeChangeKind = z.infer<typeof changeKindSchema>

export const entryTypeSchema = z.enum(['file', 'folder', 'link', 'other'])

export const entryFactsSchema = z.object({
  type: entryTypeSchema,
  bytes: z.number(),
  /** "0644" */
  mode: z.string(),
  /** "alice:alice", numbers where there is no name. */
  owner: z.string(),
  changedAt: timeSchema,
})
export type EntryFacts = z.infer<typeof entryFactsSchema>

/**
 * `attributes`: only mode, owner or extended attributes differ. Times alone are no change. A folder that is renamed is
 * one change, and what is in it is told of only when it differs too. The root of the subvolume has an empty path.
 */
export const changeSchema = z.object({
  /** In the later tree; for what is deleted, in the earlier one. */
  path: z.string(),
  kind: changeKindSchema,
  /** Its path in the earlier tree where that is another one: it was renamed, or a folder around it. */
  oldPath: z.string().optional(),
  before: entryFactsSchema.optional(),
  after: entryFactsSchema.optional(),
})
export type TreeChange = z.infer<typeof changeSchema>

export const changeCountsSchema = z.object({
  added: z.number(),
  changed: z.number(),
  deleted: z.number(),
  renamed: z.number(),
  attributes: z.number(),
  /** Sizes of what was added or changed, as they are in the later tree. */
  bytes: z.number(),
})
export type ChangeCounts = z.infer<typeof changeCountsSchema>

export function countOfChanges({ added, changed, deleted, renamed, attributes }: ChangeCounts): number {
  return added + changed + deleted + renamed + attributes
}

export const compareCalls = {
  /** Compares two trees of a subvolume on one laptop; `one` is the earlier. The answer is kept on that laptop for a while. */
  compareMake: defineCall({
    name: 'compare.make',
    title: 'compare two snapshots',
    input: z.object({ laptop: z.string(), subvolume: z.string(), one: treeNameSchema, other: treeNameSchema }),
    output: z.object({
      compareId: z.string(),
      counts: changeCountsSchema,
      ms: z.number(),
      /** Why it took longer than usual, as a sentence. */
      note: z.string().optional(),
    }),
  }),
  /** One page of the list, sorted by path. */
  comparePage: defineCall({
    name: 'compare.page',
    title: 'list the differences',
    input: z.object({
      laptop: z.string(),
      compareId: z.string(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(2000),
      kinds: z.array(changeKindSchema).optional(),
      /** Part of a path, letter case ignored. */
      search: z.string().max(200).optional(),
      /** Only below this folder. */
      under: z.string().optional(),
    }),
    output: z.object({ total: z.number(), entries: z.array(changeSchema) }),
  }),
  /** The children of one folder of the tree of what differs, by name, with sums of what is below each; some at a time. */
  compareTree: defineCall({
    name: 'compare.tree',
    title: 'list the differences in a folder',
    input: z.object({
      laptop: z.string(),
      compareId: z.string(),
      path: z.string(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(2000).default(1000),
    }),
    output: z.object({
      /** How many there are in all. */
      total: z.number(),
      children: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          /** What happened to it itself; absent for a folder that only has changes below. */
          change: changeSchema.optional(),
          /** Changes at and below it. */
          count: z.number(),
          bytes: z.number(),
          hasChildren: z.boolean(),
        }),
      ),
    }),
  }),
} as const
