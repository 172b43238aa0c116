import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { readState, writeState } from '../../../../tools/files/state-file.ts'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import type { OwnRules } from '../../exclusions/person-rule.ts'
import { homeMessages } from '../../messages.ts'
import { literalExclusionSchema, personRuleSchema } from '../../rule-verbs.ts'

const foundSchema = z.object({
  version: z.literal(1),
  found: z.array(literalExclusionSchema),
  own: z.object({ home: relativeBytePathSchema, rules: z.array(personRuleSchema) }),
})

/** What a scan left out besides what never crosses. */
export interface LeftOutByScan {
  /** Because of what is on this laptop's disk. */
  readonly found: readonly LiteralExclusion[]
  /** By the rules of the person, as the scan was given them. */
  readonly own: OwnRules
}

export function readFound(folder: string): LeftOutByScan | undefined {
  return readState(foundState(folder))
}

export function writeFound(folder: string, { found, own }: LeftOutByScan): void {
  const { home, rules } = own
  writeState(foundState(folder), { version: 1, found: [...found], own: { home, rules: [...rules] } })
}

function foundState(folder: string): StateText<z.infer<typeof foundSchema>> {
  return { path: path.join(folder, 'found.json'), schema: foundSchema, without: homeMessages.withoutKept({}) }
}
