/** packages/HOST.json as it was committed: a file of the person's, read as untrusted data. */
import { z } from 'zod'
import type { UnreadableList } from '../../../../contract/packages-history-calls.ts'
import { allListedApps } from '../programs/all-sources.ts'

const unitListsSchema = z.object({ enabled: z.array(z.string().max(300)), masked: z.array(z.string().max(300)) })
export type UnitLists = z.infer<typeof unitListsSchema>

/** With the apps of all sources, by the keys of these. */
const manifestSchema = z.looseObject({
  version: z.literal(1),
  /** By name and architecture: "libc6:amd64". */
  apt: z.record(
    z.string().max(300),
    z.object({ version: z.string().max(300), manual: z.boolean(), hold: z.boolean().default(false) }),
  ),
  /** By kind, then by name, as it is set; of a kind that is absent nothing is known. */
  settings: z.record(z.string().max(60), z.record(z.string().max(1_500), z.string().max(5_000))).optional(),
  /** Lists of earlier versions have none of every user: then nothing is known of those. */
  units: unitListsSchema.extend({ users: unitListsSchema.optional() }),
})
export type Manifest = z.infer<typeof manifestSchema>
export type ListedPackage = Manifest['apt'][string]

export type ManifestText =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'unreadable'; readonly why: UnreadableList['why'] }

export function parseManifest(text: string): ManifestText {
  const value = parseJson(text)
  const parsed = manifestSchema.safeParse(value)
  if (parsed.success && areAppsSound(parsed.data)) return { kind: 'manifest', manifest: parsed.data }
  const { data } = z.object({ version: z.number() }).safeParse(value)
  const isOther = data !== undefined && data.version !== manifestSchema.shape.version.value
  return { kind: 'unreadable', why: isOther ? 'other-version' : 'damaged' }
}

function areAppsSound(manifest: Manifest): boolean {
  return allListedApps.every(({ key, schema }) => schema.safeParse(manifest[key]).success)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No manifest either: what is undefined does not fit the schema.
    return undefined
  }
}
