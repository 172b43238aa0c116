import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { readState, writeState } from '../../../../tools/files/state-file.ts'
import type { LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import { homeMessages } from '../../messages.ts'
import { literalExclusionSchema } from '../../verbs.ts'

const foundSchema = z.object({ version: z.literal(1), found: z.array(literalExclusionSchema) })

/** What that scan left out because of what is on this laptop's disk. */
export function readFound(folder: string): readonly LiteralExclusion[] | undefined {
  return readState(foundState(folder))?.found
}

export function writeFound(folder: string, found: readonly LiteralExclusion[]): void {
  writeState(foundState(folder), { version: 1, found: [...found] })
}

function foundState(folder: string): StateText<z.infer<typeof foundSchema>> {
  return { path: path.join(folder, 'found.json'), schema: foundSchema, without: homeMessages.withoutKept({}) }
}
