/** What the last weekly walk found. It only tells: what follows from it is marked at the scans themselves. */
import path from 'node:path'
import { z } from 'zod'
import type { Output } from '../../../../contract/define.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { readWalk as verb } from '../../full-verbs.ts'
import { homeMessages } from '../../messages.ts'
import { findEarlier } from '../scan/earlier-scan.ts'
import { homeFolder, makeFolder } from '../scan/home-folders.ts'

const walkSchema = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  /** How many names are otherwise than what the kernel told had them. */
  missed: z.number(),
  /** The first of them. */
  examples: z.array(relativeBytePathSchema),
})
export type Walk = Omit<z.infer<typeof walkSchema>, 'version'>

export function readWalk(stateFolder: string): Output<typeof verb> {
  const walk = recallState(walkState(stateFolder))
  if (walk === undefined) return {}
  const { at, missed, examples } = walk
  return { walk: { at, missed, examples, isOpen: missed > 0 && findEarlier(stateFolder) === undefined } }
}

export function writeWalk(stateFolder: string, walk: Walk): void {
  makeFolder(homeFolder(stateFolder))
  writeState(walkState(stateFolder), { version: 1, ...walk })
}

function walkState(stateFolder: string): StateText<z.infer<typeof walkSchema>> {
  return {
    path: path.join(homeFolder(stateFolder), 'walk.json'),
    schema: walkSchema,
    without: homeMessages.withoutWalk({}),
  }
}
