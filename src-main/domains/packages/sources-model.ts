/** What is said of the archives that a laptop's packages come from. No secret is in any of it. */
import { z } from 'zod'
import { architectureSchema } from './model.ts'

/** No space, no control character, nothing that leads elsewhere, and nothing that begins an option, a comment or another field. */
const wordSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9./][A-Za-z0-9_.~+:/-]*$/)
  .refine((word) => !word.split('/').includes('..'))

const typesSchema = z.array(z.enum(['deb', 'deb-src'])).min(1)

export const keySchema = z.object({
  fingerprint: z.string().regex(/^[0-9A-F]{40,64}$/),
  /** May be empty; whoever made the key chose it. */
  owner: z.string().max(200),
})
export type Key = z.infer<typeof keySchema>

/** Why it is not brought by itself. */
export const sourceHindranceSchema = z.enum([
  /** It has a user, a password or a token in its address. */
  'secret',
  /** Told to be trusted whatever its key says. */
  'trusted',
  /** It names no key, and it is not known which of those that apt trusts for everything signs it. */
  'no-key',
  /** It names a key that cannot be read, or that is none. */
  'unreadable-key',
  /** Neither http nor https: a disc, a folder of this laptop, or an address that only this laptop understands. */
  'local',
  /** It comes with a subscription (Ubuntu Pro), of which each laptop has its own. */
  'subscription',
  /** Several keys, or something in its entry that is not carried. */
  'unusual',
  /** It stands there more than once, with different keys: apt refuses to read any package list. */
  'conflict',
])
export type SourceHindrance = z.infer<typeof sourceHindranceSchema>

/** Why a source that only the source laptop has is not asked about. */
export const sourceWhySchema = z.enum([
  ...sourceHindranceSchema.options,
  /** Made for the release of that laptop, and the other one has another. */
  'release',
  /** Of the distribution, and for another release than the target has, which it could be updated to as a whole. */
  'other-release',
  /** Of the distribution, which the target fetches in a way that nothing can be added to. */
  'own-way',
  /** A rule for files of /etc decides. */
  'rule',
  /** The target fetched it, and apt refused what came. */
  'refused',
])
export type SourceWhy = z.infer<typeof sourceWhySchema>

/** Of one that can be brought; what apt would read elsewhere with its suite cannot. */
export const sourceIdSchema = z
  .string()
  .max(1_000)
  .regex(/^[^\p{Cc}]+$/u)
  .refine((id) => !id.split(/[ /]/).includes('..'))

/** An address and a suite; entries of several lines and files that are the same to apt are one. */
export const packageSourceSchema = z.object({
  /** Tells it from the others on both laptops: address and suite, or what the distribution calls it ("Debian trixie-backports"). */
  id: z.string().max(1_000),
  uri: z.string().max(600),
  /** As it is written there; of the distribution's own by the name of the release, never "stable". */
  suite: z.string().max(200),
  types: typesSchema,
  /** Of the distribution's own those of packages that can be installed, if it has any. */
  components: z.array(z.string().max(200)),
  /** None: those of the laptop. */
  architectures: z.array(z.string().max(200)),
  /** Below /etc/apt, as text: "sources.list.d/docker.sources". Several where it stands in several. */
  files: z.array(z.string().max(300)).min(1),
  keys: z.array(keySchema),
  /** The distribution's own, from wherever it is fetched: its name. */
  distribution: z.string().max(100).optional(),
  /**
   * Of one of the distribution's that is offered, and added as the target has others of them: the id that it has on the source laptop, and
   * the one of the source of the other laptop with whose keys it is added.
   */
  added: z.object({ archive: z.string().max(1_000), keysOf: z.string().max(1_000) }).optional(),
  hindrance: sourceHindranceSchema.optional(),
})
export type PackageSource = z.infer<typeof packageSourceSchema>

export const packageSourcesSchema = z.object({
  /** Whether apt can read them all; else it refuses everything. */
  isReadable: z.boolean(),
  /** os-release(5): "debian", "trixie", "Debian GNU/Linux 13 (trixie)". */
  release: z.object({ id: z.string().max(100), codename: z.string().max(100), title: z.string().max(200) }),
  sources: z.array(packageSourceSchema),
  /** Below /etc/apt: apt cannot read all of these. */
  broken: z.array(z.string().max(300)),
})
export type PackageSources = z.infer<typeof packageSourcesSchema>

const longestKey = 64 * 1024

/** All that the other laptop is given. Root there writes it into files of apt's: nothing in it can be more than it says. */
export const sourceDefinitionSchema = z.object({
  uri: z
    .string()
    .max(600)
    .regex(/^https?:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:\/[A-Za-z0-9_.~+%:,-]+)*$/)
    .refine((uri) => !uri.split('/').includes('..')),
  suite: wordSchema,
  types: typesSchema,
  components: z.array(wordSchema).max(100),
  architectures: z.array(architectureSchema).max(20),
  /** Name of its file, with the ending that says its format. */
  fileName: z
    .string()
    .max(150)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:list|sources)$/),
  /** Where its key is on the laptop that has it. */
  keyPath: z
    .string()
    .max(200)
    .regex(/^\/(?:etc\/apt|usr\/share)\/keyrings\/[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:gpg|asc|pgp)$/),
  /** In base64. */
  key: z.base64().max(Math.ceil(longestKey / 3) * 4),
  /** Of all keys that are in it. */
  fingerprints: z.array(keySchema.shape.fingerprint).min(1).max(50),
})
export type SourceDefinition = z.infer<typeof sourceDefinitionSchema>

/** Whether the archive answered, and its key signed it. */
export const sourceStateSchema = z.enum(['ready', 'unreachable', 'refused'])
export type SourceState = z.infer<typeof sourceStateSchema>

/** apt knows what the source offers. */
export function isUsable(state: SourceState): boolean {
  return state === 'ready'
}

/** Of one source: whether it offers all of the other's types and components. */
export function hasAllOf(there: Offered, other: Offered): boolean {
  const { types, components } = other
  return types.every((one) => there.types.includes(one)) && components.every((one) => there.components.includes(one))
}

type Offered = Pick<PackageSource, 'types' | 'components'>

/** How both laptops tell one from another: by its address, or by the name of the distribution whose own it is. */
export function sourceId(uri: string, suite: string): string {
  return `${uri} ${suite}`
}
