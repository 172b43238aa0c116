import { z } from 'zod'
import type { SettingTopic } from '../../../../contract/packages-others.ts'
import { settingKindSchema, settingPathSchema, type SettingsFile } from '../verbs.ts'

/** Names alone: a proxy's address may hold a password. */
export const differingSettingSchema = z.object({
  kind: settingKindSchema,
  path: settingPathSchema,
  /** Which laptop has it; both have one that is different. */
  on: z.enum(['from', 'to', 'both']),
})
export type DifferingSetting = z.infer<typeof differingSettingSchema>

/** What is as a package put it on each laptop that has it comes and goes with that package. */
export function compareSettings(from: readonly SettingsFile[], to: readonly SettingsFile[]): DifferingSetting[] {
  const [here, there] = [byPath(from), byPath(to)]
  return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((path) => {
    const [one, other] = [here.get(path), there.get(path)]
    const known = one ?? other
    if (known === undefined || one?.sha256 === other?.sha256) return []
    if ([one, other].every((side) => side === undefined || side.isShipped)) return []
    return [{ kind: known.kind, path, on: other === undefined ? 'from' : one === undefined ? 'to' : 'both' }]
  })
}

export function topicOf({ kind }: Pick<DifferingSetting, 'kind'>): SettingTopic {
  return kind === 'units' ? 'unit-file' : 'apt-file'
}

export function byPath(files: readonly SettingsFile[]): ReadonlyMap<string, SettingsFile> {
  return new Map(files.map((one) => [one.path, one]))
}
