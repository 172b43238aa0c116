/** packages/HOST.json as it was committed: a file of the person's, read as untrusted data. */
import { z } from 'zod'
import type { UnreadableList } from '../../../../contract/packages-history-calls.ts'

const unitListsSchema = z.object({ enabled: z.array(z.string().max(300)), masked: z.array(z.string().max(300)) })
export type UnitLists = z.infer<typeof unitListsSchema>

/** By ref. */
const flatpaksSchema = z.record(
  z.string().max(500),
  z.object({ version: z.string().max(300), commit: z.string().max(64) }),
)

const manifestSchema = z.object({
  version: z.literal(1),
  /** By name and architecture: "libc6:amd64". */
  apt: z.record(
    z.string().max(300),
    z.object({ version: z.string().max(300), manual: z.boolean(), hold: z.boolean().default(false) }),
  ),
  /** Apps for everybody; absent in lists of earlier versions: then nothing is known of those. */
  flatpak: flatpaksSchema.optional(),
  /** In the home of the person; absent, too, where they could not be listed. */
  flatpakInHome: flatpaksSchema.optional(),
  /** By name; absent in lists of earlier versions, as those of Flatpak. */
  snap: z
    .record(
      z.string().max(60),
      z.object({ version: z.string().max(200), revision: z.string().max(20), manual: z.boolean() }),
    )
    .optional(),
  /** By kind, then by name, as it is set; of a kind that is absent nothing is known. Absent in lists of earlier versions. */
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
  if (parsed.success) return { kind: 'manifest', manifest: parsed.data }
  const { data } = z.object({ version: z.number() }).safeParse(value)
  const isOther = data !== undefined && data.version !== manifestSchema.shape.version.value
  return { kind: 'unreadable', why: isOther ? 'other-version' : 'damaged' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No manifest either: what is undefined does not fit the schema.
    return undefined
  }
}
