/**
 * Calls about folders of documents that are live: a Syncthing of the person carries them between both laptops all the time, without a
 * switch. Places are below the home, the same on both, and are bytes (kernel/byte-path.ts).
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { relativeBytePathSchema } from './path-schemas.ts'
import { missingLaptopSchema } from './snapshot-calls.ts'

const liveFolderSchema = z.object({
  place: relativeBytePathSchema,
  /** Set up by us. One that the person's Syncthing carries anyhow is used as it is, and stays when Live is turned off. */
  isOurs: z.boolean(),
  state: z.enum(['up-to-date', 'working', 'held-up']),
  /** "Up to date on both laptops", "Syncthing does not run on XPS 13" */
  text: z.string(),
})
export type LiveFolder = z.infer<typeof liveFolderSchema>

export const liveSchema = z.object({
  /** The person's home, the same on both. */
  home: z.string(),
  /** Of both laptops as far as they answer; empty where Live is off. */
  folders: z.array(liveFolderSchema),
  /** Whether both look for each other over the internet as well. */
  isOverInternet: z.boolean(),
  /** Usual folders of documents that could be live, in their usual order. */
  usual: z.array(relativeBytePathSchema),
  /** Where versions that Syncthing kept are left since a folder ended to be live: "Documents". */
  keptVersions: z.array(relativeBytePathSchema),
  missing: z.array(missingLaptopSchema),
})
export type Live = z.infer<typeof liveSchema>

const placesSchema = z.array(relativeBytePathSchema).max(100)

export const liveCalls = {
  liveStatus: defineCall({
    name: 'live.status',
    title: 'show which folders are live',
    kept: true,
    input: z.object({}),
    output: liveSchema,
  }),
  /**
   * Adds these to those that are live already, on both laptops, after a snapshot on both. AppError "blocked" for a place that cannot be live,
   * with why; "unreachable" where the other laptop does not answer. Where it fails, what was begun is taken back.
   */
  liveOn: defineCall({
    name: 'live.on',
    title: 'make folders live',
    input: z.object({ places: placesSchema.min(1), isOverInternet: z.boolean() }),
    output: liveSchema,
  }),
  /**
   * Takes away what was added for these, or for all: every file stays. `deleteVersions`: the versions that Syncthing kept in them go as
   * well, which may also be asked of folders that are live no more. Where a laptop does not answer, the other one alone is done.
   */
  liveOff: defineCall({
    name: 'live.off',
    title: 'end that folders are live',
    input: z.object({ places: placesSchema.min(1).optional(), deleteVersions: z.boolean() }),
    output: liveSchema,
  }),
} as const
